#include "tests/ui/library/sample_runs.h"
#include "ui/quick_start/quick_start_flow.h"
#include "ui/session/run_session.h"

#include <QSignalSpy>
#include <QTest>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// A training that ends at once, in a folder named as the experiment.
RecordedRun endAtOnce(const ExperimentConfig& config, TrainingObserver&, std::stop_token,
                      const std::function<void(const std::filesystem::path&)>& onFolder) {
    onFolder("/runs/" + config.name);
    return {"/runs/" + config.name, RunSummary{}};
}

}   // namespace

class TestQuickStartFlow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theEndIsToldWhenTheListKnewItFirst() {
        // The list reads folders in its own time: both runs stand in it as ended before their end is told here, and it never
        // changes again.
        const RunRecord ended = samples::record("quick start", 1, RunStatus::Fitted);
        TrainingController controller(endAtOnce);
        RunSession session(controller);
        QuickStartFlow flow(controller, session, [&](const QString&) { return &ended; });
        QSignalSpy known(&flow, &QuickStartFlow::known), told(&flow, &QuickStartFlow::ended);
        flow.start();
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(known.size(), 1);
        QVERIFY(flow.numbers().has_value());
        flow.look();   // once is enough
        QCOMPARE(told.size(), 1);
    }

    void theEndWaitsUntilBothAreListed() {
        const RunRecord ended = samples::record("quick start", 1, RunStatus::Fitted);
        bool listed = false;
        TrainingController controller(endAtOnce);
        RunSession session(controller);
        QuickStartFlow flow(controller, session, [&](const QString&) { return listed ? &ended : nullptr; });
        QSignalSpy told(&flow, &QuickStartFlow::ended);
        flow.start();
        QTRY_COMPARE(controller.state(), TrainingController::State::Idle);
        QCoreApplication::processEvents();
        QCOMPARE(told.size(), 0);
        listed = true;
        flow.look();
        QCOMPARE(told.size(), 1);
    }
};

QTEST_MAIN(TestQuickStartFlow)
#include "test_quick_start_flow.moc"
