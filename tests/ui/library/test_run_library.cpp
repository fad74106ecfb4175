#include "core/support/atomic_file.h"
#include "tests/ui/library/sample_library.h"
#include "tests/ui/library/typed_name.h"
#include "ui/library/curve_loader.h"
#include "ui/library/library_empty_page.h"
#include "ui/library/run_words.h"
#include "ui/library/status_mark.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <set>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

QLineEdit* searchOf(Library& library) {
    for (auto* field : library.view.findChildren<QLineEdit*>()) {
        if (field->accessibleName() == QLatin1String("Search runs")) return field;
    }
    return nullptr;
}

}   // namespace

class TestRunLibrary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsRunsNewestFirstWithTheirKeyNumbers() {
        const QTemporaryDir root;
        writeRun(root, record("older", 1));
        writeRun(root, record("newer", 2));
        Library library(root.path());
        QTRY_COMPARE(library.names(), QStringList({"newer", "older"}));
        QCOMPARE(library.row("older").data(RunTableModel::KeyNumbersRole).toString(),
                 QStringLiteral("fitted · train 100.0 % · test 9.8 % · 28 s"));
    }

    void aBrokenFolderIsARowWithItsReasonAndHidesNothing() {
        const QTemporaryDir root;
        writeRun(root, record("good", 1));
        const QString broken = writeRun(root, record("broken", 2));
        std::ofstream((broken + "/run.json").toStdString()) << "{\"format\": 1, \"name\": ";
        QVERIFY(QDir(root.path()).mkdir("holiday pictures"));
        Library library(root.path());
        QTRY_COMPARE(library.names().size(), 3);
        QVERIFY(library.names().contains("good"));
        const QModelIndex row = library.row("broken");
        QCOMPARE(row.data(RunTableModel::StatusRole).toInt(), -1);
        QVERIFY(row.data(Qt::ToolTipRole).toString().contains("run.json"));
        library.click("broken");
        auto* detail = library.view.findChild<QLabel*>("runProblem");
        QVERIFY(detail->isVisible());
        QVERIFY(detail->text().contains("run.json"));
        library.click("good");
        QVERIFY(!detail->isVisible());
        QVERIFY(library.row("holiday pictures").isValid());
    }

    void runningOnesComeFirst() {
        const QTemporaryDir root;
        writeRun(root, record("newer", 9));
        const QString live = writeRun(root, record("live", 1));
        Library library(root.path());
        QTRY_COMPARE(library.names().size(), 2);
        library.view.model()->setLive(live, 0.25, "epoch 3 of 12");
        QCOMPARE(library.names(), QStringList({"live", "newer"}));
        QCOMPARE(library.row("live").data(RunTableModel::KeyNumbersRole).toString(), QStringLiteral("epoch 3 of 12"));
        QCOMPARE(library.row("live").data(RunTableModel::ProgressRole).toDouble(), 0.25);
    }

    void theFirstRunsShowBeforeAllAreRead() {
        const QTemporaryDir root;
        for (int place = 0; place < 1000; ++place)
            writeRun(root, record("run " + std::to_string(10000 + place), place % 60));
        Library library(root.path());
        std::vector<qsizetype> sizes;   // after each part
        connect(&library.view, &RunLibraryView::listed, this, [&] { sizes.push_back(library.names().size()); });
        QTRY_COMPARE_WITH_TIMEOUT(library.names().size(), 1000, 60000);
        QCOMPARE(sizes.front(), 40);   // more than fits the window, and not yet all
    }

    void searchFindsEveryWordAndLeavesTheChoiceAlone() {
        const QTemporaryDir root;
        const QString random = writeRun(root, record("random labels", 1));
        const QString truth = writeRun(root, record("true labels", 2));
        Library library(root.path());
        QTRY_COMPARE(library.names().size(), 2);
        library.click("true labels");
        library.click("random labels", Qt::ControlModifier);
        QCOMPARE(library.view.chosen(), QStringList({truth, random}));
        library.view.focusSearch();
        QTest::keyClicks(searchOf(library), "lab rand");
        QCOMPARE(library.names(), QStringList({"random labels"}));
        QCOMPARE(library.view.chosen(), QStringList({truth, random}));
        searchOf(library)->clear();
        QCOMPARE(library.list()->selectionModel()->selectedIndexes().size(), 2);
        library.click("true labels");
        QCOMPARE(library.view.chosen(), QStringList({truth}));
    }

    void newChangedAndRemovedFoldersAreSeenAndTheChoiceSurvives() {
        const QTemporaryDir root;
        const QString first = writeRun(root, record("first", 1));
        Library library(root.path());
        QTRY_COMPARE(library.names(), QStringList({"first"}));
        library.click("first");
        const QString second = writeRun(root, record("second", 2));
        library.view.rescan();
        QTRY_COMPARE(library.names(), QStringList({"second", "first"}));
        QCOMPARE(library.view.chosen(), QStringList({first}));
        QCOMPARE(library.list()->selectionModel()->selectedIndexes().size(), 1);
        RunRecord renamed = record("second", 2);
        renamed.status = RunStatus::Diverged;
        renamed.error = "the loss became NaN in step 37";
        atomic_write((second + "/run.json").toStdString(), run_record_to_json(renamed));
        library.view.rescan();
        QTRY_VERIFY(library.row("second").data(RunTableModel::KeyNumbersRole).toString().startsWith("diverged"));
        QVERIFY(QDir(second).removeRecursively());
        library.view.rescan();
        QTRY_COMPARE(library.names(), QStringList({"first"}));
    }

    void aNameIsNeverMarkup() {
        const QTemporaryDir root;
        const QString folder = writeRun(root, record("a", 1));
        UserNotes words;
        words.name = "<b>bold</b> <img src=\"/x.png\">";
        write_user_notes(folder.toStdString(), words);
        Library library(root.path());
        QTRY_COMPARE(library.names().size(), 1);
        const QString tip = library.list()->model()->index(0, 0).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains("&lt;b&gt;") && !tip.contains("<img"), qPrintable(tip));
    }

    void theFileSystemTellsOfANewRun() {
        const QTemporaryDir root;
        Library library(root.path());
        QTRY_VERIFY(library.view.findChild<QLabel*>() != nullptr);
        QSignalSpy listed(&library.view, &RunLibraryView::listed);
        QTRY_VERIFY(!listed.isEmpty() || listed.wait(2000));
        writeRun(root, record("late", 1));
        QTRY_COMPARE_WITH_TIMEOUT(library.names(), QStringList({"late"}), 10000);   // no rescan() here
    }

    void aFolderFromElsewhereIsAddedAndChosen() {
        const QTemporaryDir root, other;
        writeRun(root, record("here", 1));
        const QString there = writeRun(other, record("there", 2));
        Library library(root.path());
        QTRY_COMPARE(library.names(), QStringList({"here"}));
        library.view.openFolders({there});
        QTRY_COMPARE(library.names(), QStringList({"there", "here"}));
        QCOMPARE(library.view.chosen(), QStringList({there}));
        QCOMPARE(library.view.elsewhere(), QStringList({there}));
        QTRY_COMPARE(library.list()->selectionModel()->selectedIndexes().size(), 1);
    }

    void renamingWritesTheUsersWordsOnly() {
        const QTemporaryDir root;
        const QString folder = writeRun(root, record("plain", 1));
        const std::string before = read_file((folder + "/run.json").toStdString());
        Library library(root.path());
        QTRY_COMPARE(library.names(), QStringList({"plain"}));
        library.click("plain");
        QLineEdit* editor = typeName(library.list(), "my best");
        QVERIFY(editor);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(library.names(), QStringList({"my best"}), diskPatience);
        QTRY_COMPARE_WITH_TIMEOUT(read_user_notes(folder.toStdString()).name, std::string("my best"), diskPatience);
        QCOMPARE(read_file((folder + "/run.json").toStdString()), before);
    }

    void whatBecomesKnownOfARunLeavesTheNameThatIsTyped() {
        const QTemporaryDir root;
        const QString folder = writeRun(root, record("plain", 1));
        Library library(root.path());
        QTRY_COMPARE(library.names(), QStringList({"plain"}));
        library.click("plain");
        QLineEdit* editor = typeName(library.list(), "my best");
        QVERIFY(editor);
        library.view.model()->setAudit(folder, std::make_shared<const RunAudit>());
        QCOMPARE(editor->text(), QStringLiteral("my best"));
        QTest::keyClick(editor, Qt::Key_Escape);
    }

    void readingARunChangesNothingInIt() {
        const QTemporaryDir root;
        const QString folder = writeRun(root, record("a", 1));
        const QStringList before = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        const QDateTime time = QFileInfo(folder).lastModified();
        Library library(root.path());
        QTRY_COMPARE(library.names().size(), 1);
        library.click("a");
        QCOMPARE(QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), before);
        QCOMPARE(QFileInfo(folder).lastModified(), time);
    }

    void anEmptyListSaysWhatWillBeHereAndOffersAnAction() {
        const QTemporaryDir root;
        Library library(root.filePath("not there"));
        QSignalSpy quick(&library.view, &RunLibraryView::quickStartRequested);
        auto* page = library.view.findChild<LibraryEmptyPage*>();
        QTRY_COMPARE(page->reason(), LibraryEmptyPage::Reason::NoRuns);
        auto* button = page->findChild<QPushButton*>();
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(quick.size(), 1);
    }

    void threeThousandRunsDoNotHoldTheWindowUp() {
        const QTemporaryDir root;
        for (int place = 0; place < 3000; ++place) writeRun(root, record("run " + std::to_string(place), place % 60));
        Library library(root.path());
        QElapsedTimer sinceTick;
        qint64 longest = 0;
        QTimer ticks;
        connect(&ticks, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceTick.restart()); });
        sinceTick.start();
        ticks.start(1);
        QTRY_COMPARE_WITH_TIMEOUT(library.list()->model()->rowCount(), 3000, 60000);
        QVERIFY2(longest < 5000, qPrintable(QString::number(longest)));   // generous: a loaded machine
    }

    void everyStatusHasAShapeOfItsOwn() {
        std::set<QByteArray> pictures;
        const auto draw = [&](std::optional<RunStatus> status) {
            QImage image(32, 32, QImage::Format_ARGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            drawStatusMark(painter, QRectF(0, 0, 32, 32), {status, Qt::black, Qt::black, Qt::white, {}, 0.5});
            painter.end();
            pictures.insert(QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes()));
        };
        draw(std::nullopt);
        for (int status = 0; status <= static_cast<int>(RunStatus::Interrupted); ++status)
            draw(static_cast<RunStatus>(status));
        QCOMPARE(pictures.size(), std::size_t{9});
    }

    void coloursAreTheSameInTheNextSession() {
        RunColours first;
        first.setShown({"a", "b", "c"});
        RunColours next;
        next.restore(first.places());
        next.setShown({"c", "new", "b"});   // in another order
        QCOMPARE(next.colourOf("b"), first.colourOf("b"));
        QCOMPARE(next.colourOf("c"), first.colourOf("c"));
        QVERIFY(next.colourOf("new") != first.colourOf("a"));   // a may come back
        next.restore({{"d", -1}, {"e", RunColours::paletteSize}});
        QVERIFY(!next.colourOf("d").isValid() && !next.colourOf("e").isValid());
    }

    void coloursDifferStayAndFollowTheUser() {
        RunColours colours;
        colours.setShown({"a", "b"});
        const QColor a = colours.colourOf("a"), b = colours.colourOf("b");
        QVERIFY(a.isValid() && b.isValid() && a != b);
        colours.setShown({"b"});
        colours.setShown({"b", "c"});
        QCOMPARE(colours.colourOf("b"), b);
        QVERIFY(colours.colourOf("c") != b);
        colours.setShown({"c", "a", "b"});
        QCOMPARE(colours.colourOf("a"), a);   // came back with its colour
        QVERIFY(!colours.colourOf("never shown").isValid());
        colours.setChosen("a", QColor(1, 2, 3));
        QCOMPARE(colours.colourOf("a"), QColor(1, 2, 3));
        colours.setChosen("a", {});
        QCOMPARE(colours.colourOf("a"), a);
    }

    void asManyShownRunsAsThePaletteHasAllDiffer() {
        RunColours colours;
        for (int round = 0; round < 5; ++round) {
            QStringList folders;
            for (int place = 0; place < RunColours::paletteSize; ++place) {
                folders << QString::number((round * 5 + place * 3) % 40 + 100 * place);
            }
            colours.setShown(folders);
            std::set<QRgb> seen;
            for (const QString& folder : folders) seen.insert(colours.colourOf(folder).rgb());
            QCOMPARE(seen.size(), static_cast<std::size_t>(folders.size()));
        }
    }

    void curvesAreReadInTheBackgroundAndAgainWhenTheyGrow() {
        const QTemporaryDir root;
        const QString folder = writeRun(root, record("a", 1));
        CurveLoader loader;
        QSignalSpy loaded(&loader, &CurveLoader::loaded);
        QVERIFY(loader.curvesOf(folder)->epochs.empty());
        loader.request(folder);
        QVERIFY(loaded.wait());
        QCOMPARE(loader.curvesOf(folder)->epochs.size(), std::size_t{2});
        loader.request(folder);   // nothing changed: no news
        QVERIFY(!loaded.wait(200));
        std::ofstream((folder + "/metrics.jsonl").toStdString(), std::ios::app)
            << epoch_line(fakeEpoch(2, 5)) << "\n{\"kind\":";
        loader.request(folder);
        QVERIFY(loaded.wait());
        QCOMPARE(loader.curvesOf(folder)->epochs.size(), std::size_t{3});
    }

    void aFolderWithoutCurvesGivesAReasonNotACrash() {
        const QTemporaryDir root;
        CurveLoader loader;
        QSignalSpy loaded(&loader, &CurveLoader::loaded);
        loader.request(root.filePath("nothing here"));
        QVERIFY(loaded.wait());
        QVERIFY(loader.curvesOf(root.filePath("nothing here"))->epochs.empty());
    }
};

QTEST_MAIN(TestRunLibrary)
#include "test_run_library.moc"
