#pragma once

#include "ui/live/shown_run.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace overfit::ui {

/// "epoch 37 of 100", a bar, time left, images/s, accuracies and Stop; after the end: how it ended. Hidden before any run.
class ProgressLine : public QWidget {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget* parent = nullptr);

    void setProgress(const LiveProgress& progress);

Q_SIGNALS:
    void stopRequested();

private:
    QLabel* place_;
    QProgressBar* bar_;
    QLabel* numbers_;
    QPushButton* stop_;
};

/// "41 s left · 12,400 images/s · train 61.0 % · test 84.1 %": what is known of it.
QString progressNumbers(const LiveProgress& progress);

}   // namespace overfit::ui
