#pragma once

#include "core/config/experiment_config.h"

#include <QDialog>

class QLabel;
class QSpinBox;

namespace overfit::ui {

/// Asks how often an experiment is to be repeated with other seeds. Not modal: training and the window go on beneath it.
class SeedsDialog : public QDialog {
    Q_OBJECT
public:
    explicit SeedsDialog(ExperimentConfig config, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const std::vector<overfit::ExperimentConfig>& series);

private:
    void showSeries();

    const ExperimentConfig config_;
    QSpinBox* count_;
    QLabel* words_;
};

}   // namespace overfit::ui
