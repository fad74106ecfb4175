#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

namespace overfit::ui {

enum class RunOrder { Newest, Name, TrainAccuracy, TestAccuracy };

/// Which rows are listed and in which order. Running ones come first in every order.
class RunFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RunFilter(QObject* parent = nullptr);

    /// Every word has to occur in the name, the numbers or the details.
    void setSearch(const QString& text);
    void setOrder(RunOrder order);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QStringList words_;
    RunOrder order_ = RunOrder::Newest;
};

}   // namespace overfit::ui
