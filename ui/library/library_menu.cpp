#include "ui/library/library_menu.h"

#include "ui/library/run_actions.h"
#include "ui/library/run_columns.h"

#include <QActionGroup>

namespace overfit::ui {

namespace {

struct Order {
    QString text;
    const char* column;
    Qt::SortOrder order;
};

}   // namespace

LibraryMenu::LibraryMenu(RunFilter& filter, RunActions& actions, QMenu& columns, QWidget* parent)
    : QMenu(parent),
      filter_(filter),
      orders_(new QMenu(tr("&Order"), this)),
      groupings_(new QMenu(tr("&Group by"), this)),
      order_(new QActionGroup(this)),
      grouping_(new QActionGroup(this)) {
    fillOrders();
    fillGroupings();
    addAction(actions.table);
    addMenu(orders_);
    addMenu(groupings_);
    addMenu(&columns);
    addSeparator();
    addAction(actions.showArchived);
    addAction(actions.words);
    setToolTipsVisible(true);
    connect(&filter, &RunFilter::orderChanged, this, &LibraryMenu::showOrder);
    showOrder();
}

void LibraryMenu::fillOrders() {
    const Order choices[] = {{tr("&Newest first"), "created", Qt::DescendingOrder},
                             {tr("&Oldest first"), "created", Qt::AscendingOrder},
                             {tr("Na&me"), "name", Qt::AscendingOrder},
                             {tr("Best t&rain accuracy"), "train_accuracy", Qt::DescendingOrder},
                             {tr("Best &test accuracy"), "test_accuracy", Qt::DescendingOrder},
                             {tr("&Fitted soonest"), "fitted", Qt::AscendingOrder},
                             {tr("&Longest"), "duration", Qt::DescendingOrder}};
    for (const Order& choice : choices) {
        QAction* action = orders_->addAction(choice.text);
        action->setCheckable(true);
        action->setData(QVariantList{columnOf(QLatin1String(choice.column)), static_cast<int>(choice.order)});
        order_->addAction(action);
    }
    // The table may be sorted by a column that is not among these: then none is ticked.
    order_->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    connect(order_, &QActionGroup::triggered, this, [this](const QAction* action) {
        const QVariantList choice = action->data().toList();
        filter_.setOrder(choice[0].toInt(), static_cast<Qt::SortOrder>(choice[1].toInt()));
        showOrder();
    });
}

void LibraryMenu::fillGroupings() {
    for (const auto& [grouping, text] :
         {std::pair{RunGrouping::Day, tr("&Day")}, std::pair{RunGrouping::DataSet, tr("Data &set")},
          std::pair{RunGrouping::Model, tr("&Model")}, std::pair{RunGrouping::Tag, tr("First &tag")},
          std::pair{RunGrouping::None, tr("&Nothing")}}) {
        QAction* action = groupings_->addAction(text);
        action->setCheckable(true);
        action->setData(QVariant::fromValue(grouping));
        grouping_->addAction(action);
    }
    connect(grouping_, &QActionGroup::triggered, this,
            [this](const QAction* action) { Q_EMIT groupingChosen(action->data().value<RunGrouping>()); });
}

void LibraryMenu::setGrouping(RunGrouping grouping) {
    for (QAction* action : grouping_->actions()) action->setChecked(action->data().value<RunGrouping>() == grouping);
}

void LibraryMenu::showOrder() {
    const QVariantList now{filter_.orderColumn(), static_cast<int>(filter_.order())};
    for (QAction* action : order_->actions()) action->setChecked(action->data().toList() == now);
}

}   // namespace overfit::ui
