#include "ui/curves/quantity_button.h"

#include "ui/charts/chart_style.h"

#include <QAction>
#include <QMenu>
#include <array>

namespace overfit::ui {

namespace {

constexpr std::array quantityOrder{
    MetricQuantity::Train,         MetricQuantity::Test,  MetricQuantity::Validation, MetricQuantity::Running,
    MetricQuantity::TestCorrupted, MetricQuantity::Clean, MetricQuantity::Corrupted,  MetricQuantity::CorruptedAsTrue,
};

MetricQuantity quantityOf(const QAction* action) { return static_cast<MetricQuantity>(action->data().toInt()); }

}   // namespace

QuantityButton::QuantityButton(QWidget* parent) : MenuButton(parent) {
    setText(tr("L&ines ▾"));
    setToolTip(tr("Which quantities are shown"));
    setAccessibleName(tr("Shown quantities"));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(this);
    for (const MetricQuantity quantity : quantityOrder) {
        QAction* action = menu->addAction(quantityTitle(quantity));
        action->setCheckable(true);
        action->setData(static_cast<int>(quantity));
        actions_.push_back(action);
        connect(action, &QAction::triggered, this, [this, quantity](bool on) {
            if (on)
                chosen_.insert(quantity);
            else
                chosen_.remove(quantity);
            Q_EMIT chosenChanged();
        });
    }
    setMenu(menu);
}

void QuantityButton::setChosen(const QSet<MetricQuantity>& quantities) {
    chosen_ = quantities;
    for (QAction* action : actions_) action->setChecked(chosen_.contains(quantityOf(action)));
}

void QuantityButton::setRecorded(const QSet<MetricQuantity>& quantities) {
    for (QAction* action : actions_) action->setEnabled(quantities.contains(quantityOf(action)));
}

}   // namespace overfit::ui
