#pragma once

#include "core/runs/run_record.h"

#include <QFrame>
#include <optional>

class QLabel;

namespace overfit::ui {

/// What the quick start's two runs ended with, as fractions.
struct ReadingNumbers {
    double testOfTrue = 0.0;      // test accuracy with true labels
    double trainOfRandom = 0.0;   // share of the random labels that are reproduced
    double testOfRandom = 0.0;
    double chance = 0.0;
};

/// Nothing as long as one of them has no final numbers, or was stopped before it had learned what it can.
std::optional<ReadingNumbers> readingNumbers(const RunRecord& trueLabels, const RunRecord& randomLabels);

/// Three sentences beside the finished quick start: what the curves say, each with a link that goes on from there.
class ReadingHelp : public QFrame {
    Q_OBJECT
public:
    explicit ReadingHelp(QWidget* parent = nullptr);

    /// Speaks of these numbers when it is shown.
    void explain(const ReadingNumbers& numbers);

Q_SIGNALS:
    void trueLabelsRequested();   // show that experiment in the form
    void randomLabelsRequested();
    void halfCorruptedRequested();   // p = 0.5

protected:
    void changeEvent(QEvent* event) override;

private:
    QLabel* words_;
};

}   // namespace overfit::ui
