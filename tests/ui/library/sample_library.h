#pragma once

#include "core/config/config_yaml.h"
#include "core/runs/metrics_file.h"
#include "core/runs/run_record.h"
#include "tests/fakes/fake_training.h"
#include "ui/library/run_library_view.h"

#include <QAction>
#include <QApplication>
#include <QListView>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <fstream>

namespace overfit::ui::samples {

/// A run that fitted; `minute` makes it newer than others.
inline RunRecord record(const std::string& name, int minute, RunStatus status = RunStatus::Fitted) {
    RunRecord result;
    result.id = name;
    result.name = name;
    result.status = status;
    result.created = "2026-01-02T03:" + std::string(minute < 10 ? "0" : "") + std::to_string(minute) + ":00Z";
    result.finished = result.created;
    result.duration_s = 28;
    result.host = "somewhere";
    result.final_metrics = fakeEpoch(5, 5);
    result.final_metrics->test_accuracy = 0.098;
    return result;
}

/// Writes run.json and metrics.jsonl of a folder named like the run. Returns its path.
inline QString writeRun(const QString& root, const RunRecord& content) {
    const std::filesystem::path folder = (root + '/' + QString::fromStdString(content.name)).toStdString();
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "run.json") << run_record_to_json(content);   // no fsync: thousands of them are written
    std::ofstream(folder / "metrics.jsonl") << epoch_line(fakeEpoch(0, 5)) << "\n" << epoch_line(fakeEpoch(1, 5)) << "\n";
    return QString::fromStdString(folder.string());
}
inline QString writeRun(const QTemporaryDir& root, const RunRecord& content) { return writeRun(root.path(), content); }

inline void writeConfig(const QString& folder, const ExperimentConfig& config) {
    std::ofstream((folder + "/config.yaml").toStdString()) << config_to_yaml(config);
}

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

}   // namespace overfit::ui::samples
