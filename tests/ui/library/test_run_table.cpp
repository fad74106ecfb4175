#include "tests/ui/library/sample_library.h"
#include "tests/ui/library/typed_name.h"
#include "ui/library/run_row_style.h"

#include <QHeaderView>
#include <QLineEdit>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

class TestRunTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aNameThatFitsIsWholeAndGivesWayToWhatTellsItApart() {
        const QFont font = QApplication::font();
        const auto shown = [](const QString& text, const QFont& which, const QRect& place) {
            return QFontMetrics(which).elidedText(text, Qt::ElideRight, place.width());
        };
        for (const char* name : {"seed-like", "stopped", "my run", "a"}) {
            const NamePlaces places = namePlaces({0, 0, 200, 20}, font, name, "p 0.5");
            QCOMPARE(shown(name, font, places.name), QString(name));
            QCOMPARE(shown("p 0.5", smallFont(font), places.suffix), QStringLiteral("p 0.5"));
        }
        const NamePlaces tight = namePlaces({0, 0, 160, 20}, font, "MLP on Fashion-MNIST, random labels", "p 1 · seed 3");
        QCOMPARE(shown("p 1 · seed 3", smallFont(font), tight.suffix), QStringLiteral("p 1 · seed 3"));
        QVERIFY(tight.name.width() > 60);
        QVERIFY(tight.suffix.right() <= 159);
    }

    void theTableShowsTheSameSelectionAndRemembersItsColumns() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        writeRun(root, record("b", 2));
        LibraryState left;
        {
            Library library(root.path());
            QTRY_COMPARE(library.names().size(), 2);
            library.click("a");
            QTest::keyClick(library.list(), Qt::Key_T, Qt::ControlModifier);
            QVERIFY(library.table()->isVisible());
            QVERIFY(library.table()->selectionModel()->isRowSelected(1));
            QHeaderView* header = library.table()->header();
            const auto sectionOf = [&](const QString& title) {
                for (int section = 0; section < header->count(); ++section) {
                    const QString shown = header->model()->headerData(section, Qt::Horizontal).toString();
                    if (shown == title && !header->isSectionHidden(section)) return section;
                }
                return -1;
            };
            QVERIFY(sectionOf("Test") > 0);
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                              QPoint(header->sectionViewportPosition(0) + 20, header->height() / 2));
            QCOMPARE(library.names(), QStringList({"a", "b"}));   // by name
            Q_EMIT header->customContextMenuRequested(QPoint(5, 5));
            QMenu* columns = library.table()->findChild<QMenu*>();
            QVERIFY(columns->isVisible());
            entryOf(columns, "Test")->trigger();
            entryOf(columns, "Learning rate")->trigger();
            columns->close();
            QCOMPARE(sectionOf("Test"), -1);
            header->moveSection(header->visualIndex(sectionOf("Learning rate")), 1);
            header->resizeSection(0, 213);
            left = library.view.state();
        }
        Library library(root.path(), libraryStateFrom(toJson(left)));
        QTRY_COMPARE(library.names(), QStringList({"a", "b"}));
        QVERIFY(library.table()->isVisible());
        QHeaderView* header = library.table()->header();
        QCOMPARE(header->sectionSize(0), 213);
        QCOMPARE(header->model()->headerData(header->logicalIndex(1), Qt::Horizontal).toString(),
                 QStringLiteral("Learning rate"));
        QVERIFY(!header->isSectionHidden(header->logicalIndex(1)));
        QCOMPARE(library.view.state(), left);
    }

    void clickingInTheTableChoosesAndF2Renames() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        writeRun(root, record("b", 2));
        LibraryState state;
        state.table = true;
        Library library(root.path(), state);
        QTRY_COMPARE(library.names().size(), 2);
        const QRect place = library.table()->visualRect(library.row("a"));
        QTest::mouseClick(library.table()->viewport(), Qt::LeftButton, {}, place.center());
        QCOMPARE(library.view.chosen(), QStringList({a}));
        QLineEdit* editor = typeName(library.table(), "renamed");
        QVERIFY(editor);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(read_user_notes(a.toStdString()).name, std::string("renamed"), diskPatience);
        QVERIFY(library.names().contains("renamed"));
    }
};

QTEST_MAIN(TestRunTable)
#include "test_run_table.moc"
