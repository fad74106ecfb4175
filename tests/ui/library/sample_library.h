#pragma once

#include "tests/ui/library/sample_runs.h"
#include "ui/library/run_library_view.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QListView>
#include <QMenu>
#include <QTest>
#include <QTreeView>

namespace overfit::ui::samples {

/// By its words, in the menu or one below it; null: none.
inline QAction* entryOf(QMenu* menu, const QString& text) {
    for (QAction* action : menu->actions()) {
        if (QString(action->text()).remove('&') == text) return action;
        if (action->menu()) {
            if (QAction* inner = entryOf(action->menu(), text)) return inner;
        }
    }
    return nullptr;
}

/// The list of runs over one folder, as a person uses it.
struct Library {
    explicit Library(const QString& runsDir, const LibraryState& state = {}) {
        view.resize(320, 700);
        view.restoreState(state);
        view.setRoots({runsDir});
        view.show();
        QApplication::setActiveWindow(&view);   // keys need it
    }
    QListView* list() { return view.findChild<QListView*>(); }
    QTreeView* table() { return view.findChild<QTreeView*>(); }
    QStringList names() {
        QStringList result;
        for (int row = 0; row < list()->model()->rowCount(); ++row)
            result << list()->model()->index(row, 0).data().toString();
        return result;
    }
    QModelIndex row(const QString& name) { return list()->model()->index(static_cast<int>(names().indexOf(name)), 0); }
    void click(const QString& name, Qt::KeyboardModifiers keys = {}) {
        // Below the middle: the first of a group has a heading above it.
        const QRect place = list()->visualRect(row(name));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, keys, QPoint(place.center().x(), place.bottom() - 4));
    }
    QAction* action(const QString& beginning) {
        for (QAction* action : view.findChildren<QAction*>()) {
            if (action->text().remove('&').startsWith(beginning)) return action;
        }
        return nullptr;
    }

    RunColours colours;
    RunLibraryView view{colours};
};

/// A home and a trash of the tests' own, on the file system of the runs, and a folder of runs for each test.
class LibraryHome {
protected:
    QTemporaryDir home_;
    QString runs_;

    void makeHome() {
        QVERIFY(home_.isValid());
        qputenv("HOME", home_.path().toLocal8Bit());
        qputenv("XDG_DATA_HOME", home_.filePath("data").toLocal8Bit());
    }
    void makeRuns() {
        runs_ = home_.filePath(QString::fromLatin1(QTest::currentTestFunction()));
        QVERIFY(QDir().mkpath(runs_));
    }
    QString add(const std::string& name, int minute) { return writeRun(runs_, record(name, minute)); }
};

inline UserNotes wordsOf(const QString& folder) { return read_user_notes(folder.toStdString()); }

}   // namespace overfit::ui::samples
