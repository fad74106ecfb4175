#pragma once

#include "ui/live/run_curves.h"

#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace overfit::ui {

/// The slim row above the charts: x axis, scales, smoothing, which curves are drawn.
class ChartControls : public QWidget {
    Q_OBJECT
public:
    explicit ChartControls(QWidget* parent = nullptr);

    const CurveChoice& choice() const { return choice_; }
    void setLogLoss(bool on);
    void setSmoothing(double weight);

Q_SIGNALS:
    void changed();

private:
    void buildCurvesMenu(QToolButton& button);
    void tellSmoothing();

    CurveChoice choice_;
    QComboBox* axis_;
    QCheckBox* logLoss_;
    QCheckBox* logX_;
    QSlider* smoothing_;
    QLabel* smoothingText_;
};

}   // namespace overfit::ui
