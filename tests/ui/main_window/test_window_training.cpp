#include "core/data/dataset_table.h"
#include "core/experiment/engine.h"
#include "core/experiment/experiment.h"
#include "core/runs/run_store.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/message_bar.h"
#include "ui/session/chosen_runs.h"
#include "ui/session/run_session.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <exception>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// A window of its own with the real training behind it.
struct RealDesk {
    RealDesk() { settings.setQuickStartSeen(true); }

    QTemporaryDir folder;
    AppSettings settings{folder.filePath("settings.ini")};
    std::shared_ptr<RunPlaces> places =
        std::make_shared<RunPlaces>(folder.filePath("runs").toStdString(), std::vector<std::filesystem::path>{});
    TrainFunction train = [places = places](const ExperimentConfig& config, TrainingObserver& observer, std::stop_token stop,
                                            const std::function<void(const std::filesystem::path&)>& on_folder) {
        return record_experiment(config, places->runsDir(), observer, stop, data_roots(places->dataRoots()), on_folder);
    };
    ResumeFunction resume = [](const std::filesystem::path& run, TrainingObserver& observer, std::stop_token stop) {
        return resume_experiment(run, observer, stop);
    };
    MainWindow window{settings, {places, train, askEngine, resume}};
};

ExperimentConfig randomLabels(const char* name, std::int64_t examples) {
    ExperimentConfig config;
    config.name = name;
    config.data.dataset = "synthetic";
    config.data.train_examples = examples;
    config.data.test_examples = 100;
    config.corruption.labels.fraction = 1.0;
    config.model.hidden = {256};
    config.device = "cpu";
    config.threads = 1;
    return config;
}

}   // namespace

/// The window with the real training behind it. Needs LibTorch; no files: the synthetic data set.
class TestWindowTraining : public QObject {
    Q_OBJECT

    static QAction* action(MainWindow& window, const QString& text) {
        for (QAction* action : window.findChildren<QAction*>()) {
            if (action->text().remove(QLatin1Char('&')) == text) return action;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() {
        try {
            engine();
        } catch (const std::exception& error) {
            QSKIP(error.what());
        }
    }

    void fitsRandomLabelsWhileTheWindowStaysAlive() {
        RealDesk desk;
        MainWindow& window = desk.window;
        const auto& places = desk.places;
        window.show();

        ExperimentConfig config = randomLabels("synthetic, random labels", 200);
        config.training.epochs = 300;
        config.training.batch_size = 50;
        config.training.learning_rate = 0.02;
        window.findChild<ExperimentForm*>()->setConfig(config);
        QVERIFY2(window.findChild<ExperimentForm*>()->problems().empty(),
                 window.findChild<ExperimentForm*>()->problems().empty()
                     ? ""
                     : window.findChild<ExperimentForm*>()->problems().front().message.c_str());

        QElapsedTimer sinceTick;
        qint64 longest = 0;
        QTimer ticks;
        connect(&ticks, &QTimer::timeout, this, [&] { longest = std::max(longest, sinceTick.restart()); });
        sinceTick.start();
        ticks.start(5);
        action(window, "Run")->trigger();
        auto* controller = window.findChild<TrainingController*>();
        QTRY_COMPARE_WITH_TIMEOUT(controller->state(), TrainingController::State::Idle, 120000);
        QVERIFY2(!window.findChild<MessageBar*>()->isVisible(), qPrintable(window.findChild<MessageBar*>()->text()));
        QVERIFY2(longest < 10000, qPrintable(QStringLiteral("the window stood still for %1 ms").arg(longest)));

        const auto runs = list_runs(places->runsDir());
        QCOMPARE(runs.size(), std::size_t{1});
        QCOMPARE(runs.front().record->status, RunStatus::Fitted);
        QCOMPARE(runs.front().record->final_metrics->train_accuracy.value(), 1.0);
        const auto shown = window.findChild<ChosenRuns*>()->shown();
        QCOMPARE(shown.size(), std::size_t{1});
        // What was drawn live is what the folder holds.
        const RunMetrics saved = read_metrics(runs.front().folder);
        QCOMPARE(shown.front().metrics->epochs.size(), saved.epochs.size());
        QVERIFY(shown.front().metrics->epochs == saved.epochs);
    }

    void aStoppedRunIsResumedFromItsCheckpoint() {
        RealDesk desk;
        MainWindow& window = desk.window;
        const auto& places = desk.places;
        window.show();
        ExperimentConfig config = randomLabels("in two parts", 2000);
        config.training.epochs = 60;
        config.training.stop_when_fitted = false;
        config.training.batch_size = 20;
        window.findChild<ExperimentForm*>()->setConfig(config);
        action(window, "Run")->trigger();
        auto* controller = window.findChild<TrainingController*>();
        QTRY_VERIFY_WITH_TIMEOUT(window.findChild<RunSession*>()->metrics()->epochs.size() > 3, 120000);
        controller->requestStop();
        QTRY_COMPARE_WITH_TIMEOUT(controller->state(), TrainingController::State::Idle, 120000);
        QCOMPARE(list_runs(places->runsDir()).front().record->status, RunStatus::Cancelled);
        QTRY_VERIFY(action(window, "Resume training")->isEnabled());
        action(window, "Resume training")->trigger();
        QTRY_VERIFY(controller->state() != TrainingController::State::Idle);   // its experiment was read
        QTRY_COMPARE_WITH_TIMEOUT(controller->state(), TrainingController::State::Idle, 120000);
        QVERIFY2(!window.findChild<MessageBar*>()->isVisible(), qPrintable(window.findChild<MessageBar*>()->text()));
        const auto runs = list_runs(places->runsDir());
        QCOMPARE(runs.size(), std::size_t{1});
        QCOMPARE(runs.front().record->status, RunStatus::Completed);
        const RunMetrics saved = read_metrics(runs.front().folder);
        QCOMPARE(saved.epochs.size(), std::size_t{61});
        QVERIFY(window.findChild<RunSession*>()->metrics()->epochs == saved.epochs);
    }
};

QTEST_MAIN(TestWindowTraining)
#include "test_window_training.moc"
