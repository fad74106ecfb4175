#include "ui/live/live_controls.h"

#include "ui/charts/flow_layout.h"
#include "ui/curves/quantity_button.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <cmath>

namespace overfit::ui {

namespace {

constexpr int gap = 14, partGap = 6;   // pixels between controls, and inside what belongs together

/// Label and controls that stay together when the row wraps.
QWidget* together(std::initializer_list<QWidget*> widgets) {
    auto* group = new QWidget;
    auto* row = new QHBoxLayout(group);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(partGap);
    for (QWidget* widget : widgets) row->addWidget(widget);
    return group;
}

}   // namespace

LiveControls::LiveControls(QWidget* parent) : QWidget(parent) {
    new FlowLayout(this, gap, 4);
    addAxis();
    addScales();
    addSmoothing();
    addLines();
    addButtons();
}

void LiveControls::addAxis() {
    axis_ = new QComboBox;
    axis_->addItem(tr("epoch"), QVariant::fromValue(static_cast<int>(XAxis::Epoch)));
    axis_->addItem(tr("step"), QVariant::fromValue(static_cast<int>(XAxis::Step)));
    axis_->addItem(tr("time"), QVariant::fromValue(static_cast<int>(XAxis::Time)));
    axis_->setToolTip(tr("What runs along the x axis. Time counts active seconds, evaluation included."));
    axis_->setAccessibleName(tr("X axis"));
    auto* label = new QLabel(tr("&X axis"));
    label->setBuddy(axis_);
    logX_ = new QCheckBox(tr("log"));
    logX_->setToolTip(tr("Logarithmic x axis (Shift+L in the chart)"));
    logX_->setAccessibleName(tr("Logarithmic x axis"));
    layout()->addWidget(together({label, axis_, logX_}));
    connect(axis_, &QComboBox::currentIndexChanged, this, [this] {
        choice_.axis = static_cast<XAxis>(axis_->currentData().toInt());
        change();
    });
    connect(logX_, &QCheckBox::toggled, this, [this](bool on) {
        choice_.logX = on;
        change();
    });
}

void LiveControls::addScales() {
    logLoss_ = new QCheckBox(tr("&Log loss axis"));
    logLoss_->setToolTip(tr("Logarithmic loss axis (l in the chart)"));
    logLoss_->setAccessibleName(tr("Logarithmic loss axis"));
    layout()->addWidget(logLoss_);
    connect(logLoss_, &QCheckBox::toggled, this, [this](bool on) {
        choice_.logLoss = on;
        change();
    });
}

void LiveControls::addSmoothing() {
    slider_ = new QSlider(Qt::Horizontal);
    slider_->setRange(0, 99);
    slider_->setPageStep(10);
    slider_->setFixedWidth(110);
    slider_->setAccessibleName(tr("Smoothing"));
    number_ = new QDoubleSpinBox;
    number_->setRange(0.0, 0.99);
    number_->setDecimals(2);
    number_->setSingleStep(0.05);
    number_->setAccessibleName(tr("Smoothing weight"));
    const QString tip =
        tr("Weight of the moving average; the raw line stays visible beneath. 0 shows the raw line alone (s in the chart).");
    slider_->setToolTip(tip);
    number_->setToolTip(tip);
    auto* label = new QLabel(tr("S&moothing"));
    label->setBuddy(number_);
    layout()->addWidget(together({label, slider_, number_}));
    const auto take = [this](double smoothing) {
        setSmoothing(smoothing);
        change();
    };
    connect(slider_, &QSlider::valueChanged, this, [take](int percent) { take(percent / 100.0); });
    connect(number_, &QDoubleSpinBox::valueChanged, this, take);
}

void LiveControls::addLines() {
    lines_ = new QuantityButton;
    lines_->setChosen(choice_.quantities);
    layout()->addWidget(lines_);
    connect(lines_, &QuantityButton::chosenChanged, this, [this] {
        choice_.quantities = lines_->chosen();
        change();
    });
}

void LiveControls::addButtons() {
    auto* reset = new QToolButton;
    reset->setText(tr("Whole range"));
    reset->setToolTip(tr("Show everything again (double click in a chart, or Home)"));
    reset->setAccessibleName(tr("Show the whole range"));
    auto* save = new QToolButton;
    save->setText(tr("Export…"));
    save->setToolTip(tr("Save the charts as a figure, or every point as CSV"));
    save->setAccessibleName(tr("Export charts"));
    layout()->addWidget(together({reset, save}));
    connect(reset, &QToolButton::clicked, this, &LiveControls::resetZoomRequested);
    connect(save, &QToolButton::clicked, this, &LiveControls::exportRequested);
}

void LiveControls::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    int wanted = slider_->isHidden() ? slider_->width() + partGap : 0;
    for (int place = 0; place < layout()->count(); ++place) wanted += layout()->itemAt(place)->sizeHint().width() + gap;
    slider_->setVisible(wanted - gap <= width());   // a second row would take height from the charts; the number stays
}

void LiveControls::setChoice(const CurveChoice& choice) {
    const QSignalBlocker quiet(this);   // the controls report to this object alone
    axis_->setCurrentIndex(qMax(0, axis_->findData(static_cast<int>(choice.axis))));
    setLogX(choice.logX);
    setLogLoss(choice.logLoss);
    setSmoothing(choice.smoothing);
    lines_->setChosen(choice.quantities);
    choice_ = choice;
}

void LiveControls::change() { Q_EMIT choiceChanged(); }

void LiveControls::setSmoothing(double smoothing) {
    const QSignalBlocker quietSlider(slider_), quietNumber(number_);
    choice_.smoothing = std::round(smoothing * 100.0) / 100.0;
    slider_->setValue(static_cast<int>(std::round(smoothing * 100.0)));
    number_->setValue(choice_.smoothing);
}

void LiveControls::setLogX(bool on) {
    const QSignalBlocker quiet(logX_);
    choice_.logX = on;
    logX_->setChecked(on);
}

void LiveControls::setLogLoss(bool on) {
    const QSignalBlocker quiet(logLoss_);
    choice_.logLoss = on;
    logLoss_->setChecked(on);
}

void LiveControls::setLogAccuracy(bool on) { choice_.logAccuracy = on; }

void LiveControls::setRecorded(const QSet<MetricQuantity>& recorded) { lines_->setRecorded(recorded); }

}   // namespace overfit::ui
