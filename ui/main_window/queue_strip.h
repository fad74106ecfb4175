#pragma once

#include "core/config/experiment_config.h"

#include <QWidget>
#include <vector>

class QLabel;

namespace overfit::ui {

/// Above the list of runs: which experiments wait, each with its place. Hidden when none does.
class QueueStrip : public QWidget {
    Q_OBJECT
public:
    explicit QueueStrip(QWidget* parent = nullptr);

    void setQueue(const std::vector<ExperimentConfig>& waiting);

Q_SIGNALS:
    void clearRequested();

private:
    QLabel* names_;
};

}   // namespace overfit::ui
