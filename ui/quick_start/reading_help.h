#pragma once

#include "ui/curves/shown_run.h"

#include <QFrame>

class QLabel;

namespace overfit::ui {

/// Three sentences beside the finished quick start: what the curves say, each with a link that goes on from there.
class ReadingHelp : public QFrame {
    Q_OBJECT
public:
    explicit ReadingHelp(QWidget* parent = nullptr);

    /// Speaks of these two runs and shows itself; stays hidden where one of them has no final numbers.
    void explain(const LiveProgress& withTrueLabels, const LiveProgress& withRandomLabels);

Q_SIGNALS:
    void explained();             // from now on there is something to show again
    void trueLabelsRequested();   // show that experiment in the form
    void randomLabelsRequested();
    void halfCorruptedRequested();   // p = 0.5

protected:
    void changeEvent(QEvent* event) override;

private:
    QLabel* words_;
};

}   // namespace overfit::ui
