#include "ui/compare/comparison_controls.h"

#include "ui/charts/chart_style.h"
#include "ui/charts/flow_layout.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <array>

namespace overfit::ui {

namespace {

constexpr std::array quantityOrder{
    MetricQuantity::Train,         MetricQuantity::Test,  MetricQuantity::Validation, MetricQuantity::Running,
    MetricQuantity::TestCorrupted, MetricQuantity::Clean, MetricQuantity::Corrupted,  MetricQuantity::CorruptedAsTrue,
};

/// A combo box with its label; they stay together when the row wraps.
QWidget* labelled(const QString& text, QComboBox* box) {
    auto* both = new QWidget;
    auto* row = new QHBoxLayout(both);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    auto* label = new QLabel(text);
    label->setBuddy(box);
    row->addWidget(label);
    row->addWidget(box);
    return both;
}

void choose(QComboBox* box, int value) {
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(box->findData(value));
}

}   // namespace

ComparisonControls::ComparisonControls(QWidget* parent) : QWidget(parent) {
    new FlowLayout(this, 14, 4);
    addChoices();
    addLines();
    addSwitches();
    addButtons();
    setChoice(choice_);
}

void ComparisonControls::addChoices() {
    const auto add = [this](QComboBox*& box, const QString& label, const QString& name, auto take) {
        box = new QComboBox;
        box->setAccessibleName(name);
        layout()->addWidget(labelled(label, box));
        connect(box, &QComboBox::activated, this, [this, &box, take] {
            take(box->currentData().toInt());
            Q_EMIT choiceChanged();
        });
    };
    add(layout_, tr("&Charts"), tr("Arrangement of the charts"),
        [this](int value) { choice_.layout = static_cast<ComparisonChoice::Layout>(value); });
    layout_->addItem(tr("overlay"), static_cast<int>(ComparisonChoice::Layout::Overlay));
    layout_->addItem(tr("grid"), static_cast<int>(ComparisonChoice::Layout::Grid));
    layout_->setToolTip(tr("All runs in one chart, or a small chart for each with the same axes"));
    add(unit_, tr("Sho&w"), tr("Accuracy or loss"), [this](int value) {
        choice_.unit = static_cast<MetricUnit>(value);
        showLogScale();
    });
    unit_->addItem(tr("accuracy"), static_cast<int>(MetricUnit::Fraction));
    unit_->addItem(tr("loss"), static_cast<int>(MetricUnit::Nats));
    add(axis_, tr("&X axis"), tr("X axis"), [this](int value) { choice_.curves.axis = static_cast<XAxis>(value); });
    axis_->addItem(tr("epoch"), static_cast<int>(XAxis::Epoch));
    axis_->addItem(tr("step"), static_cast<int>(XAxis::Step));
    axis_->addItem(tr("time"), static_cast<int>(XAxis::Time));
    axis_->setToolTip(
        tr("What runs along the x axis. Seeds share no times, so that a group has a mean over epochs and steps only."));
}

void ComparisonControls::addLines() {
    auto* lines = new QToolButton;
    lines->setText(tr("L&ines"));
    lines->setToolTip(tr("Which quantities are shown"));
    lines->setAccessibleName(tr("Shown quantities"));
    lines->setPopupMode(QToolButton::InstantPopup);
    lines->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(lines);
    for (const MetricQuantity quantity : quantityOrder) {
        QAction* action = menu->addAction(quantityTitle(quantity));
        action->setCheckable(true);
        action->setData(static_cast<int>(quantity));
        quantities_.push_back(action);
        connect(action, &QAction::triggered, this, [this, quantity](bool on) {
            if (on)
                choice_.curves.quantities.insert(quantity);
            else
                choice_.curves.quantities.remove(quantity);
            Q_EMIT choiceChanged();
        });
    }
    lines->setMenu(menu);
    layout()->addWidget(lines);
}

void ComparisonControls::addSwitches() {
    logY_ = new QCheckBox(tr("&Log axis"));
    logY_->setToolTip(tr("Logarithmic y axis (l in the chart)"));
    logY_->setAccessibleName(tr("Logarithmic y axis"));
    connect(logY_, &QCheckBox::clicked, this, [this](bool on) {
        (choice_.unit == MetricUnit::Fraction ? choice_.curves.logAccuracy : choice_.curves.logLoss) = on;
        Q_EMIT choiceChanged();
    });
    groupSeeds_ = new QCheckBox(tr("&Group seeds"));
    groupSeeds_->setToolTip(
        tr("Runs that differ only in their seeds as one: the mean, with a band of one standard deviation"));
    groupSeeds_->setAccessibleName(tr("Group seeds"));
    connect(groupSeeds_, &QCheckBox::clicked, this, [this](bool on) {
        choice_.groupSeeds = on;
        Q_EMIT choiceChanged();
    });
    layout()->addWidget(logY_);
    layout()->addWidget(groupSeeds_);
}

void ComparisonControls::addButtons() {
    const auto add = [this](const QString& text, const QString& tip, const QString& name, auto signal) {
        auto* button = new QToolButton;
        button->setText(text);
        button->setToolTip(tip);
        button->setAccessibleName(name);
        button->setFocusPolicy(Qt::StrongFocus);
        layout()->addWidget(button);
        connect(button, &QToolButton::clicked, this, signal);
    };
    add(tr("Reset zoom"), tr("Show the whole range"), tr("Reset zoom"), &ComparisonControls::resetZoomRequested);
    add(tr("Export…"), tr("Save the charts as a figure, or every point as CSV"), tr("Export compared charts"),
        &ComparisonControls::exportRequested);
}

void ComparisonControls::setChoice(const ComparisonChoice& choice) {
    choice_ = choice;
    choose(layout_, static_cast<int>(choice.layout));
    choose(unit_, static_cast<int>(choice.unit));
    choose(axis_, static_cast<int>(choice.curves.axis));
    groupSeeds_->setChecked(choice.groupSeeds);
    for (QAction* action : quantities_) {
        action->setChecked(choice.curves.quantities.contains(static_cast<MetricQuantity>(action->data().toInt())));
    }
    showLogScale();
}

void ComparisonControls::showLogScale() {
    logY_->setChecked(choice_.unit == MetricUnit::Fraction ? choice_.curves.logAccuracy : choice_.curves.logLoss);
}

void ComparisonControls::setRecorded(const QSet<MetricQuantity>& recorded) {
    for (QAction* action : quantities_)
        action->setEnabled(recorded.contains(static_cast<MetricQuantity>(action->data().toInt())));
}

}   // namespace overfit::ui
