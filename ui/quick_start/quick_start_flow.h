#pragma once

#include "core/runs/run_record.h"
#include "ui/quick_start/quick_start.h"
#include "ui/quick_start/reading_help.h"
#include "ui/worker/training_controller.h"

#include <QByteArray>
#include <QObject>
#include <QStringList>
#include <functional>
#include <optional>

namespace overfit::ui {

class RunSession;

/// Queues the quick start's two experiments and knows when both have ended: at once, behind other experiments, or in the
/// next session. Which run is which is told by its experiment, so their order and their neighbours do not matter.
class QuickStartFlow : public QObject {
    Q_OBJECT
public:
    /// What is listed of a run folder; null for one that is not listed or can't be read.
    using RecordOf = std::function<const RunRecord*(const QString& folder)>;

    /// Controller and session outlive the flow.
    QuickStartFlow(TrainingController& controller, const RunSession& session, RecordOf recordOf, QObject* parent = nullptr);

    const QuickStart& experiments() const { return experiments_; }
    void setExperiments(QuickStart experiments) { experiments_ = std::move(experiments); }

    void start();

    /// Looks whether both runs are listed with their numbers; call it whenever the list of runs has changed.
    void look();

    /// The two folders, true labels first, and their numbers; from the first look() on that knew both.
    QStringList folders() const { return {trueLabels_, randomLabels_}; }
    const std::optional<ReadingNumbers>& numbers() const { return numbers_; }

    /// What a restart must not forget, as JSON.
    QByteArray state() const;
    void restore(const QByteArray& json);

Q_SIGNALS:
    void stateChanged();
    void known();   // numbers() are there
    void ended();   // likewise, and for the first time since start()

private:
    void goOn(const RunOutcome& outcome);

    TrainingController& controller_;
    const RunSession& session_;
    RecordOf recordOf_;
    QuickStart experiments_ = quickStartExperiments(QuickStartImages::Synthetic);
    bool awaited_ = false;                // started, and its end not told yet
    QString trueLabels_, randomLabels_;   // folders; empty: still to end
    std::optional<ReadingNumbers> numbers_;
};

}   // namespace overfit::ui
