// What of the queue outlives the window, and whose it is when there are two.

#include "tests/ui/main_window/desk.h"
#include "ui/queue/kept_queue.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/queue_notice.h"
#include "ui/queue/queue_view.h"

#include <QFile>
#include <QLabel>
#include <QSysInfo>
#include <QThread>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// Trains until it is stopped.
RecordedRun trainForEver(const ExperimentConfig& config, TrainingObserver&, std::stop_token stop,
                         const std::function<void(const std::filesystem::path&)>&) {
    while (!stop.stop_requested()) QThread::msleep(1);
    RecordedRun run;
    run.folder = "/runs/" + config.name;
    run.summary.reason = StopReason::Cancelled;
    return run;
}

/// The queue of one window; several take the same settings.
struct OneWindow {
    explicit OneWindow(const QString& file) : settings(file) { view.show(); }

    void queue(std::initializer_list<const char*> names) {
        for (const char* name : names) controller.enqueue(good(name));
    }
    QLabel* note() { return view.findChild<QLabel*>(QStringLiteral("queueIsNotKept")); }

    AppSettings settings;
    TrainingController controller{trainForEver};
    KeptQueue kept{controller, settings};
    QueueView view{controller, kept};
};

QStringList names(const QStringList& yaml) {
    QStringList all;
    for (const QString& each : yaml) all << each.section(QStringLiteral("name: "), 1).section(QLatin1Char('\n'), 0, 0);
    return all;
}

QStringList rowsOf(const QAbstractItemModel& model, int role = Qt::DisplayRole) {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) all << model.index(row, 0).data(role).toString();
    return all;
}

}   // namespace

class TestKeptQueue : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString file_;

    QStringList written() const { return names(AppSettings(file_).waitingExperiments()); }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        file_ = folder_->filePath("new/settings.ini");   // not even its folder is there
    }

    void theSecondWindowKeepsItsQueueInMemoryAndSaysSo() {
        OneWindow first(file_);
        OneWindow second(file_);
        QVERIFY(first.kept.isOwner());
        QVERIFY(!second.kept.isOwner());
        first.queue({"running", "a"});
        QTRY_COMPARE(written(), QStringList({"a"}));
        QVERIFY(!first.note()->isVisible());
        QVERIFY(!second.note()->isVisible());   // nothing waits there yet
        second.queue({"other", "b"});
        QVERIFY(second.note()->isVisible());
        QVERIFY2(second.note()->text().contains("Another window"), qPrintable(second.note()->text()));
        QCOMPARE(second.controller.queue().size(), std::size_t{1});
        QTest::qWait(400);
        QCOMPARE(written(), QStringList({"a"}));   // no word of b
        second.kept.closeSession();
        QCOMPARE(written(), QStringList({"a"}));
    }

    void whenTheFirstHasClosedTheSecondTakesItsQueueOver() {
        auto first = std::make_unique<OneWindow>(file_);
        OneWindow second(file_);
        first->queue({"running", "a"});
        second.queue({"other", "b"});
        QVERIFY(!second.kept.isOwner());
        first->kept.closeSession();
        first.reset();
        second.queue({"c"});
        QTRY_VERIFY(second.kept.isOwner());
        QVERIFY(!second.note()->isVisible());
        QCOMPARE(written(), QStringList({"a", "b", "c"}));
        auto* notice = second.view.findChild<QueueNotice*>();
        QVERIFY(notice->isVisible());
        QVERIFY2(notice->accessibleName().startsWith("1 experiment waits"), qPrintable(notice->accessibleName()));
    }

    void theLockOfADeadProgramIsNoLock() {
        QVERIFY(QDir().mkpath(folder_->filePath("new")));
        QFile lock(file_ + ".queue-lock");
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.write("999999999\noverfit-workbench\n" + QSysInfo::machineHostName().toLocal8Bit() + '\n');
        lock.close();
        const OneWindow window(file_);
        QVERIFY(window.kept.isOwner());
    }

    void whatEndedIsFoundAgainAfterARestart() {
        Desk desk;
        desk.training->epochs = 3;
        desk.training->failure = "the disk is full";
        desk.training->failsOnly = "b";
        desk.open();
        for (const char* name : {"a", "b"}) desk.controller()->enqueue(good(name));
        QTRY_VERIFY(desk.idle());
        const auto rows = [&](int role = Qt::DisplayRole) {
            return rowsOf(*desk.find<QueueView>()->findChild<QListView*>()->model(), role);
        };
        QCOMPARE(rows(), QStringList({"b", "a"}));
        const QStringList words = rows(QueueModel::WordsRole), folders = rows(QueueModel::FolderRole);
        QVERIFY(desk.window->close());
        desk.restart();
        QVERIFY(desk.find<QueueView>()->isVisible());
        QCOMPARE(rows(), QStringList({"b", "a"}));
        QCOMPARE(rows(QueueModel::WordsRole), QStringList({"last session · " + words[0], "last session · " + words[1]}));
        QCOMPARE(rows(QueueModel::FolderRole), folders);
        desk.restart();   // nothing has ended since: still there
        QCOMPARE(rows(), QStringList({"b", "a"}));

        auto* list = desk.find<QueueView>()->findChild<QListView*>();
        list->setCurrentIndex(list->model()->index(1, 0));
        desk.press("Run again");
        QTRY_COMPARE(rows(), QStringList({"a", "b", "a"}));
        QTRY_VERIFY(desk.idle());
        desk.restart();
        QCOMPARE(rows(), QStringList({"a"}));   // of the session before the last nothing
        desk.press("Hide");
        desk.restart();
        QVERIFY(!desk.find<QueueView>()->isVisible());
        QVERIFY(rows().isEmpty());
    }

    void anEndThatCannotBeReadIsLeftOut() {
        const EndedRun run{.experiment = {.number = 3, .config = good("a")},
                           .folder = "/runs/a",
                           .words = "fitted",
                           .whole = "fitted in epoch 3",
                           .status = RunStatus::Fitted};
        QByteArray json = toJson({run, run});
        QCOMPARE(endedRunsFrom(json).size(), std::size_t{2});
        const EndedRun back = endedRunsFrom(json).front();
        QVERIFY(back.experiment.config == run.experiment.config && back.ofLastSession);
        QCOMPARE(back.whole, run.whole);
        QVERIFY(back.status == RunStatus::Fitted);
        EndedRun elsewhere = run;
        elsewhere.status = RunStatus::Running;   // another program has gone on with it
        QVERIFY(endedRunsFrom(toJson({elsewhere})).front().status == RunStatus::Running);
        json.replace(json.lastIndexOf("format: 1"), 9, "format: 9");
        QCOMPARE(endedRunsFrom(json).size(), std::size_t{1});
        json.replace("\"fitted\"", "\"happy\"");
        QVERIFY(endedRunsFrom(json).empty());
        QVERIFY(endedRunsFrom("nonsense").empty());
        QVERIFY(endedRunsFrom({}).empty());
    }
};

QTEST_MAIN(TestKeptQueue)
#include "test_kept_queue.moc"
