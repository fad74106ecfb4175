#pragma once

#include "ui/curves/shown_run.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace overfit::ui {

/// One line under the charts: how far the running experiment is, how fast, and Stop; afterwards how it ended. Hidden while
/// there is nothing to tell.
class ProgressLine : public QWidget {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget* parent = nullptr);

    void setProgress(const LiveProgress& progress);

Q_SIGNALS:
    void stopRequested();

private:
    void showRunning(const LiveProgress& progress);
    void showOutcome(const LiveProgress& progress);

    QLabel* name_;
    QLabel* place_;
    QProgressBar* bar_;
    QLabel* numbers_;
    QLabel* outcome_;
    QPushButton* stop_;
};

}   // namespace overfit::ui
