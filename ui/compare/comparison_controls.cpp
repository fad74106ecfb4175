#include "ui/compare/comparison_controls.h"

#include "ui/charts/chart_style.h"
#include "ui/curves/quantity_button.h"

#include <QActionGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QSignalBlocker>

namespace overfit::ui {

namespace {

constexpr int gap = 6;

void choose(QComboBox* box, int value) {
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(box->findData(value));
}

bool& logScale(ComparisonChoice& choice) {
    return choice.unit == MetricUnit::Fraction ? choice.curves.logAccuracy : choice.curves.logLoss;
}

}   // namespace

ComparisonControls::ComparisonControls(QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gap);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);   // what stands in the row follows the width, not the reverse
    makeActions();
    layout_ =
        addChoice(tr("Arrangement of the charts"), tr("All runs in one chart, or a small chart for each with the same axes"),
                  [](ComparisonChoice& choice, int value) { choice.layout = static_cast<ComparisonChoice::Layout>(value); });
    layout_->addItem(tr("overlay"), static_cast<int>(ComparisonChoice::Layout::Overlay));
    layout_->addItem(tr("grid"), static_cast<int>(ComparisonChoice::Layout::Grid));
    unit_ = addChoice(tr("Accuracy or loss"), tr("What the charts show"),
                      [](ComparisonChoice& choice, int value) { choice.unit = static_cast<MetricUnit>(value); });
    unit_->addItem(tr("accuracy"), static_cast<int>(MetricUnit::Fraction));
    unit_->addItem(tr("loss"), static_cast<int>(MetricUnit::Nats));
    quantities_ = new QuantityButton(this);
    row->addWidget(quantities_);
    connect(quantities_, &QuantityButton::chosenChanged, this, [this] {
        choice_.curves.quantities = quantities_->chosen();
        Q_EMIT choiceChanged();
    });
    whereRoom_ = {addButton(axis_, tr("X axis")), addBox(logY_, tr("Logarithmic y axis")),
                  addBox(groupSeeds_, tr("Group seeds")), addButton(resetZoom_, tr("Show the whole range"))};
    more_ = new MenuButton(this);
    more_->setText(tr("&View ▾"));
    more_->setToolTip(tr("X axis, log axis, seeds and zoom"));
    more_->setAccessibleName(tr("View"));
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(more_);
    menu->addActions({axis_, logY_, groupSeeds_, resetZoom_});
    more_->setMenu(menu);
    row->addWidget(more_);
    row->addStretch(1);
    auto* save = new QAction(tr("Export…"), this);
    save->setToolTip(tr("Save the charts as a figure, or every point as CSV"));
    connect(save, &QAction::triggered, this, &ComparisonControls::exportRequested);
    addButton(save, tr("Export compared charts"));
    setChoice(choice_);
}

void ComparisonControls::makeActions() {
    auto* menu = new QMenu(this);
    axis_ = menu->menuAction();
    axis_->setToolTip(
        tr("What runs along the x axis. Seeds share no times, so that a group has a mean over epochs and steps only."));
    axes_ = new QActionGroup(this);
    for (const auto& [axis, name] :
         {std::pair(XAxis::Epoch, tr("epoch")), std::pair(XAxis::Step, tr("step")), std::pair(XAxis::Time, tr("time"))}) {
        QAction* action = menu->addAction(name);
        action->setCheckable(true);
        action->setData(static_cast<int>(axis));
        axes_->addAction(action);
    }
    connect(axes_, &QActionGroup::triggered, this, [this](const QAction* action) {
        choice_.curves.axis = static_cast<XAxis>(action->data().toInt());
        setChoice(choice_);
        Q_EMIT choiceChanged();
    });
    logX_ = addSwitch(tr("&Logarithmic"), tr("Logarithmic x axis (Shift+L in the chart)"),
                      [](ComparisonChoice& choice, bool on) { choice.curves.logX = on; });
    connect(logX_, &QAction::triggered, this, &ComparisonControls::showAxis);
    menu->addSeparator();
    menu->addAction(logX_);
    logY_ = addSwitch(tr("&Log y axis"), tr("Logarithmic y axis (l in the chart)"),
                      [](ComparisonChoice& choice, bool on) { logScale(choice) = on; });
    groupSeeds_ =
        addSwitch(tr("&Group seeds"),
                  tr("Runs that differ only in their seeds as one: the mean, with a band of one standard deviation"),
                  [](ComparisonChoice& choice, bool on) { choice.groupSeeds = on; });
    resetZoom_ = new QAction(tr("Whole range"), this);
    resetZoom_->setToolTip(tr("Show everything again (double click in a chart, or Home)"));
    connect(resetZoom_, &QAction::triggered, this, &ComparisonControls::resetZoomRequested);
}

QAction* ComparisonControls::addSwitch(const QString& text, const QString& tip, void (*take)(ComparisonChoice&, bool)) {
    auto* action = new QAction(text, this);
    action->setCheckable(true);
    action->setToolTip(tip);
    connect(action, &QAction::triggered, this, [this, take](bool on) {
        take(choice_, on);
        Q_EMIT choiceChanged();
    });
    return action;
}

QComboBox* ComparisonControls::addChoice(const QString& name, const QString& tip, void (*take)(ComparisonChoice&, int)) {
    auto* box = new QComboBox(this);
    box->setAccessibleName(name);
    box->setToolTip(tip);
    layout()->addWidget(box);
    connect(box, &QComboBox::activated, this, [this, box, take] {
        take(choice_, box->currentData().toInt());
        showLogScale();
        Q_EMIT choiceChanged();
    });
    return box;
}

QToolButton* ComparisonControls::addButton(QAction* action, const QString& name) {
    QToolButton* button = action->menu() ? new MenuButton(this) : new QToolButton(this);
    button->setDefaultAction(action);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    layout()->addWidget(button);
    return button;
}

/// A dark theme hardly shows that a button is pressed down.
QCheckBox* ComparisonControls::addBox(QAction* action, const QString& name) {
    auto* box = new QCheckBox(action->text(), this);
    box->setToolTip(action->toolTip());
    box->setAccessibleName(name);
    layout()->addWidget(box);
    connect(box, &QCheckBox::clicked, action, &QAction::trigger);
    connect(action, &QAction::toggled, box, &QCheckBox::setChecked);
    return box;
}

void ComparisonControls::setChoice(const ComparisonChoice& choice) {
    choice_ = choice;
    choose(layout_, static_cast<int>(choice.layout));
    choose(unit_, static_cast<int>(choice.unit));
    for (QAction* action : axes_->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(choice.curves.axis));
    logX_->setChecked(choice.curves.logX);
    showAxis();
    groupSeeds_->setChecked(choice.groupSeeds);
    quantities_->setChosen(choice.curves.quantities);
    showLogScale();
}

void ComparisonControls::showAxis() {
    const QString axis = axes_->checkedAction()->text();
    axis_->setText(tr("&X axis"));
    axis_->setIconText(tr("X axis: %1 ▾").arg(choice_.curves.logX ? tr("%1, log").arg(axis) : axis));   // on the button
    fit();
}

void ComparisonControls::showLogScale() { logY_->setChecked(logScale(choice_)); }

void ComparisonControls::setRecorded(const QSet<MetricQuantity>& recorded) { quantities_->setRecorded(recorded); }

/// What may stand in the menu goes there all at once, so that one finds it where it was.
void ComparisonControls::fit() {
    int wanted = 0;
    for (int place = 0; place < layout()->count(); ++place) {
        const QWidget* widget = layout()->itemAt(place)->widget();
        if (widget && widget != more_) wanted += widget->sizeHint().width() + gap;
    }
    const bool room = wanted <= width();
    for (QWidget* widget : whereRoom_) widget->setVisible(room);
    more_->setVisible(!room);
}

void ComparisonControls::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void ComparisonControls::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fit();
}

}   // namespace overfit::ui
