#pragma once

#include "ui/curves/shown_run.h"
#include "ui/quick_start/quick_start.h"
#include "ui/worker/training_controller.h"

#include <QObject>

namespace overfit::ui {

class ReadingHelp;
class RunSession;

/// Trains the quick start's two experiments one after the other and, when both went through, has them explained.
class QuickStartFlow : public QObject {
    Q_OBJECT
public:
    /// All outlive the flow.
    QuickStartFlow(TrainingController& controller, const RunSession& session, ReadingHelp& help, QObject* parent = nullptr);

    const QuickStart& experiments() const { return experiments_; }
    void setExperiments(QuickStart experiments) { experiments_ = std::move(experiments); }

    void start();

private:
    enum class Stage { Off, TrueLabels, RandomLabels };

    void goOn(const RunOutcome& outcome);

    TrainingController& controller_;
    const RunSession& session_;
    ReadingHelp& help_;
    QuickStart experiments_;
    Stage stage_ = Stage::Off;
    LiveProgress trueLabelsEnd_;
};

}   // namespace overfit::ui
