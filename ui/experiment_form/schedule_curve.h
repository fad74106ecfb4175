#pragma once

#include "core/config/experiment_config.h"

#include <QWidget>

namespace overfit::ui {

/// The learning rate in force after so many completed epochs (0-based: 0 is the first epoch).
double learningRateAfter(const TrainingConfig& training, std::int64_t completedEpochs);

/// The rate of at most `points` epochs, evenly spread from the first to the last. Empty when there is nothing to draw: no
/// epochs, or a rate that is not a number.
std::vector<double> scheduleValues(const TrainingConfig& training, int points);

/// A small curve of the learning rate over the epochs, with its first and last value.
class ScheduleCurve : public QWidget {
    Q_OBJECT
public:
    explicit ScheduleCurve(QWidget* parent = nullptr);

    void setTraining(const TrainingConfig& training);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString description() const;

    TrainingConfig training_;
};

}   // namespace overfit::ui
