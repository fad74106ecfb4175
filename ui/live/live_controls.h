#pragma once

#include "ui/curves/run_curves.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QSlider;

namespace overfit::ui {

class QuantityButton;

/// The slim row above the charts: what they show and how.
class LiveControls : public QWidget {
    Q_OBJECT
public:
    explicit LiveControls(QWidget* parent = nullptr);

    const CurveChoice& choice() const { return choice_; }
    void setChoice(const CurveChoice& choice);   // silent

    /// From the charts' keys; silent.
    void setSmoothing(double smoothing);
    void setLogX(bool on);
    void setLogLoss(bool on);
    void setLogAccuracy(bool on);

    /// Quantities that no shown run has recorded cannot be chosen.
    void setRecorded(const QSet<MetricQuantity>& recorded);

Q_SIGNALS:
    void choiceChanged();
    void resetZoomRequested();
    void exportRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addAxis();
    void addScales();
    void addSmoothing();
    void addLines();
    void addButtons();
    void change();

    CurveChoice choice_;
    QComboBox* axis_ = nullptr;
    QCheckBox* logX_ = nullptr;
    QCheckBox* logLoss_ = nullptr;
    QSlider* slider_ = nullptr;
    QDoubleSpinBox* number_ = nullptr;
    QuantityButton* lines_ = nullptr;
};

}   // namespace overfit::ui
