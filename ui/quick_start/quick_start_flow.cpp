#include "ui/quick_start/quick_start_flow.h"

#include "ui/quick_start/reading_help.h"
#include "ui/session/run_session.h"

#include <utility>

namespace overfit::ui {

QuickStartFlow::QuickStartFlow(TrainingController& controller, const RunSession& session, ReadingHelp& help, QObject* parent)
    : QObject(parent), controller_(controller), session_(session), help_(help) {
    connect(&session, &RunSession::ended, this, &QuickStartFlow::goOn);
}

void QuickStartFlow::start() {
    // Behind other experiments both are trained as well, but which run is which can't be told any more.
    stage_ = controller_.state() == TrainingController::State::Idle ? Stage::TrueLabels : Stage::Off;
    help_.hide();
    controller_.enqueue(experiments_.trueLabels);
    controller_.enqueue(experiments_.randomLabels);
}

void QuickStartFlow::goOn(const RunOutcome& outcome) {
    const Stage stage = std::exchange(stage_, Stage::Off);
    if (stage == Stage::Off || !outcome.summary || outcome.summary->reason == StopReason::Cancelled) return;
    if (stage == Stage::TrueLabels) {
        trueLabelsEnd_ = session_.progress();
        stage_ = Stage::RandomLabels;
    } else {
        help_.explain(trueLabelsEnd_, session_.progress());
    }
}

}   // namespace overfit::ui
