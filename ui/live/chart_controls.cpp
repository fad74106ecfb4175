#include "ui/live/chart_controls.h"

#include "ui/charts/chart_style.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>
#include <array>
#include <cmath>

namespace overfit::ui {

namespace {

constexpr int smoothingSteps = 99;   // hundredths; 1.00 would never move

struct Switch {
    MetricQuantity quantity;
    const char* title;
};

constexpr std::array switches{
    Switch{MetricQuantity::Train, QT_TRANSLATE_NOOP("ChartControls", "Train")},
    Switch{MetricQuantity::Test, QT_TRANSLATE_NOOP("ChartControls", "Test (clean labels)")},
    Switch{MetricQuantity::Validation, QT_TRANSLATE_NOOP("ChartControls", "Validation")},
    Switch{MetricQuantity::Clean, QT_TRANSLATE_NOOP("ChartControls", "Train, label is true")},
    Switch{MetricQuantity::Corrupted, QT_TRANSLATE_NOOP("ChartControls", "Train, label is corrupted")},
    Switch{MetricQuantity::CorruptedAsTrue, QT_TRANSLATE_NOOP("ChartControls", "Corrupted, predicted as true class")},
    Switch{MetricQuantity::TestCorrupted, QT_TRANSLATE_NOOP("ChartControls", "Test (corrupted labels)")},
    Switch{MetricQuantity::Running, QT_TRANSLATE_NOOP("ChartControls", "Running means of the batches")},
};

}   // namespace

ChartControls::ChartControls(QWidget* parent)
    : QWidget(parent),
      axis_(new QComboBox(this)),
      logLoss_(new QCheckBox(tr("Log loss"), this)),
      logX_(new QCheckBox(tr("Log x"), this)),
      smoothing_(new QSlider(Qt::Horizontal, this)),
      smoothingText_(new QLabel(this)) {
    axis_->addItem(tr("Epoch"), static_cast<int>(XAxis::Epoch));
    axis_->addItem(tr("Step"), static_cast<int>(XAxis::Step));
    axis_->addItem(tr("Time"), static_cast<int>(XAxis::Time));
    axis_->setAccessibleName(tr("x axis"));
    axis_->setToolTip(tr("What runs to the right in both charts"));
    logLoss_->setAccessibleName(tr("Logarithmic loss axis"));
    logLoss_->setToolTip(tr("Logarithmic loss axis (key l in the chart)"));
    logX_->setAccessibleName(tr("Logarithmic x axis"));
    smoothing_->setRange(0, smoothingSteps);
    smoothing_->setFixedWidth(110);
    smoothing_->setAccessibleName(tr("Smoothing"));
    smoothing_->setToolTip(tr("Weight of a debiased moving average; the raw line stays beneath (key s in the chart)"));
    smoothingText_->setMinimumWidth(smoothingText_->fontMetrics().horizontalAdvance(QStringLiteral("0.00 ")));
    auto* axisLabel = new QLabel(tr("x:"), this);
    auto* smoothingLabel = new QLabel(tr("Smoothing"), this);
    smoothingLabel->setBuddy(smoothing_);
    auto* curves = new QToolButton(this);
    buildCurvesMenu(*curves);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(axisLabel);
    row->addWidget(axis_);
    row->addWidget(logX_);
    row->addWidget(logLoss_);
    row->addSpacing(8);
    row->addWidget(smoothingLabel);
    row->addWidget(smoothing_);
    row->addWidget(smoothingText_);
    row->addStretch(1);
    row->addWidget(curves);

    connect(axis_, &QComboBox::currentIndexChanged, this, [this] {
        choice_.axis = static_cast<XAxis>(axis_->currentData().toInt());
        Q_EMIT changed();
    });
    connect(logLoss_, &QCheckBox::toggled, this, [this](bool on) {
        choice_.logLoss = on;
        Q_EMIT changed();
    });
    connect(logX_, &QCheckBox::toggled, this, [this](bool on) {
        choice_.logX = on;
        Q_EMIT changed();
    });
    connect(smoothing_, &QSlider::valueChanged, this, [this](int hundredths) {
        choice_.smoothing = hundredths / 100.0;
        tellSmoothing();
        Q_EMIT changed();
    });
    tellSmoothing();
}

void ChartControls::buildCurvesMenu(QToolButton& button) {
    button.setText(tr("Curves"));
    button.setAccessibleName(tr("Curves"));
    button.setToolTip(tr("Which curves are drawn"));
    button.setPopupMode(QToolButton::InstantPopup);
    button.setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(&button);
    for (const Switch& entry : switches) {
        QAction* action = menu->addAction(tr(entry.title));
        action->setCheckable(true);
        action->setChecked(choice_.shows(entry.quantity));
        const int quantity = static_cast<int>(entry.quantity);
        connect(action, &QAction::toggled, this, [this, quantity](bool on) {
            if (on)
                choice_.hidden.remove(quantity);
            else
                choice_.hidden.insert(quantity);
            Q_EMIT changed();
        });
    }
    button.setMenu(menu);
}

void ChartControls::setLogLoss(bool on) { logLoss_->setChecked(on); }

void ChartControls::setSmoothing(double weight) { smoothing_->setValue(static_cast<int>(std::lround(100.0 * weight))); }

void ChartControls::tellSmoothing() {
    smoothingText_->setText(choice_.smoothing == 0.0 ? tr("off") : QString::number(choice_.smoothing, 'f', 2));
}

}   // namespace overfit::ui
