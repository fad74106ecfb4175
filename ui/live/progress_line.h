#pragma once

#include "ui/curves/shown_run.h"

#include <QStringList>
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

    /// shownNames: of the runs in the charts, which its name is told from where it has to be cut.
    void setProgress(const LiveProgress& progress, const QStringList& shownNames = {});

Q_SIGNALS:
    void stopRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitName();
    void showRunning(const LiveProgress& progress);
    void showOutcome(const LiveProgress& progress);

    QLabel* name_;
    QLabel* place_;
    QProgressBar* bar_;
    QLabel* numbers_;
    QLabel* outcome_;
    QPushButton* stop_;
    bool running_ = false;
};

}   // namespace overfit::ui
