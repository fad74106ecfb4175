// All that works in the background of a running window at once, on one folder of runs: most telling under the thread
// sanitizer.

#include "core/runs/run_store.h"
#include "tests/ui/library/sample_runs.h"
#include "ui/library/curve_loader.h"
#include "ui/library/run_auditor.h"
#include "ui/library/run_scanner.h"
#include "ui/library/run_trash.h"
#include "ui/library/user_words.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <memory>
#include <semaphore>
#include <stdexcept>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;
using State = TrainingController::State;

namespace {

ExperimentConfig named(const std::string& name) {
    ExperimentConfig config;
    config.name = name;
    return config;
}

/// A window without its widgets: trains into a folder, lists it, follows the curves.
struct Background {
    Background() {
        QObject::connect(&scanner, &RunScanner::found, &scanner, [this](const std::shared_ptr<const RunScan>& part) {
            for (const RunRow& row : part->read) rows.insert(row.folder, row);
            for (const QString& gone : part->gone) rows.remove(gone);
        });
        QObject::connect(&controller, &TrainingController::updated, &scanner, [this](const LiveUpdate& update) {
            if (update.folder.isEmpty()) return;
            folder = update.folder;
            curves.request(folder);
            scanner.rescan();
        });
        scanner.setReadConfigs(ReadConfigs::Yes);
        scanner.setRoots({{root.path()}, {}});
    }
    ~Background() { controller.requestStop(); }

    QTemporaryDir root;
    std::shared_ptr<RunPlaces> places =
        std::make_shared<RunPlaces>(root.path().toStdString(), std::vector<std::filesystem::path>{});
    FakeTraining training{places};
    TrainingController controller{training.function()};
    RunScanner scanner;
    CurveLoader curves;
    QHash<QString, RunRow> rows;
    QString folder;   // of the run under way or the last one
};

}   // namespace

class TestBackground : public QObject {
    Q_OBJECT
private:
    QTemporaryDir home_;

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(home_.isValid());
        qputenv("HOME", home_.path().toLocal8Bit());   // a trash of our own
        qunsetenv("XDG_DATA_HOME");
    }

    void aRunIsFollowedWhileItIsWritten() {
        Background window;
        window.training.epochs = 20;
        window.controller.enqueue(named("a"));
        QTRY_COMPARE(window.controller.state(), State::Idle);
        window.curves.request(window.folder);
        window.scanner.rescan();
        QTRY_COMPARE(window.curves.curvesOf(window.folder)->epochs.size(), std::size_t{21});
        QTRY_VERIFY(window.rows.contains(window.folder) && !window.rows.value(window.folder).isRunning());
        QCOMPARE(window.rows.value(window.folder).run.record->status, RunStatus::Fitted);
    }

    void wordsOfTheUserAreWrittenBesideTheRecorder() {
        Background window;
        UserWords words;
        QSignalSpy changed(&words, &UserWords::changed), saved(&words, &UserWords::notesSaved);
        window.training.epochs = 30;
        window.controller.enqueue(named("a"));
        QTRY_VERIFY(!window.folder.isEmpty());
        for (int time = 0; time < 20; ++time) {
            words.change({window.folder}, [time](UserNotes& notes) { notes.name = "name " + std::to_string(time); });
            words.saveNotes(window.folder, QString::number(time), time == 0 ? "" : std::to_string(time - 1));
        }
        QTRY_COMPARE(changed.size(), 20);
        QTRY_COMPARE(saved.size(), 20);
        QTRY_COMPARE(window.controller.state(), State::Idle);
        window.scanner.rescan();
        QTRY_COMPARE(window.rows.value(window.folder).name, QStringLiteral("name 19"));
        QTRY_COMPARE(window.rows.value(window.folder).notes, std::string("19"));
    }

    void theTrashWorksBesideTheScanner() {
        Background window;
        RunTrash trash;
        QStringList inTrash;
        QStringList problems;
        connect(&trash, &RunTrash::trashed, this, [&](const QStringList& gone, const QStringList& told) {
            inTrash = gone;
            problems += told;
        });
        QStringList folders;
        for (int number = 0; number < 30; ++number) folders << writeRun(window.root, record(std::to_string(number), number));
        window.scanner.rescan();
        QTRY_COMPARE(window.rows.size(), 30);
        trash.trash(folders.mid(10));
        QTRY_COMPARE(inTrash.size(), 20);
        QTRY_COMPARE(window.rows.size(), 10);
        trash.restore(inTrash);
        QTRY_COMPARE(window.rows.size(), 30);
        QCOMPARE(problems, QStringList());
    }

    void aScanThatFailsIsToldOnceAndTriedAgain() {
        std::atomic<int> looks{0};
        RunScanner scanner(
            [&](const RunRoots&, ReadConfigs, const std::atomic<bool>&, const RunFolderCache::Report&) -> bool {
                ++looks;
                throw std::runtime_error("the disk is gone");
            });
        QSignalSpy failed(&scanner, &RunScanner::failed);
        scanner.setRoots({{"/not/there"}, {}});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.front().front().toString().contains("the disk is gone"));
        scanner.rescan();
        QTRY_VERIFY(looks.load() >= 2);
        scanner.rescan();
        QTRY_VERIFY(looks.load() >= 3);   // begun after the second one's end was told
        QCOMPARE(failed.size(), 1);
    }

    /// A network drive may not answer: closing the window does not wait for it.
    void aScanThatHangsIsNotWaitedFor() {
        const auto go = std::make_shared<std::binary_semaphore>(0);
        const auto looking = std::make_shared<std::atomic<bool>>(false);
        const auto stopped = std::make_shared<std::atomic<bool>>(false);
        {
            RunScanner scanner([go, looking, stopped](const RunRoots&, ReadConfigs, const std::atomic<bool>& stop,
                                                      const RunFolderCache::Report&) {
                *looking = true;
                go->acquire();
                *stopped = stop.load();
                return false;
            });
            scanner.setRoots({{"/not/there"}, {}});
            QTRY_VERIFY(looking->load());
        }   // would hang here
        go->release();
        QTRY_VERIFY(stopped->load());
    }

    void besideATrainingOnlyWhatIsLookedAtIsJudged() {
        QTemporaryDir root;
        RunAuditor auditor;
        QStringList judged;
        connect(&auditor, &RunAuditor::audited, this, [&](const QString& folder) { judged << folder; });
        const auto listing = [&](const char* id) {
            RunListing run;
            run.folder = writeRun(root, record(id, 1)).toStdString();
            run.record = record(id, 1);
            return run;
        };
        const RunListing one = listing("one"), other = listing("other");
        auditor.setPaused(true);
        auditor.request(one, {}, RunAuditor::Urgency::InItsTurn);
        auditor.request(other, {}, RunAuditor::Urgency::InItsTurn);
        QTest::qWait(100);
        QVERIFY(judged.isEmpty());
        auditor.request(other, {}, RunAuditor::Urgency::Now);
        QTRY_COMPARE(judged, QStringList({QString::fromStdString(other.folder.string())}));
        auditor.setPaused(false);
        QTRY_COMPARE(judged.size(), 2);
        QTest::qWait(50);
        QCOMPARE(judged.size(), 2);   // none twice
        auditor.request(one, QStringLiteral("more files"), RunAuditor::Urgency::InItsTurn);
        QTRY_COMPARE(judged.size(), 3);
    }

    void closingInTheMidstOfEverythingEndsWell() {
        for (int time = 0; time < 5; ++time) {
            Background window;
            UserWords words;
            for (int number = 0; number < 30; ++number) writeRun(window.root, record(std::to_string(number), number));
            window.scanner.rescan();
            window.controller.enqueue(named("a"));
            window.controller.enqueue(named("b"));
            QTRY_VERIFY(!window.folder.isEmpty());
            words.change({window.folder}, [](UserNotes& notes) { notes.starred = true; });
            window.curves.request(window.folder);
            window.scanner.rescan();
        }
    }
};

QTEST_GUILESS_MAIN(TestBackground)
#include "test_background.moc"
