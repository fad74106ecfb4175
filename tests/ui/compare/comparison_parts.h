#pragma once

#include <QAbstractButton>
#include <QStringList>
#include <QTableView>
#include <QWidget>

namespace overfit::ui {

constexpr int patience = 10'000;   // ms; reading takes a few

template <typename Widget>
Widget* named(const QWidget& view, const QString& accessibleName) {
    for (Widget* some : view.findChildren<Widget*>()) {
        if (some->accessibleName() == accessibleName && some->isVisible()) return some;
    }
    return nullptr;
}

inline QAbstractButton* button(const QWidget& view, const QString& name) { return named<QAbstractButton>(view, name); }

inline QTableView* results(const QWidget& view) { return named<QTableView>(view, QStringLiteral("Results")); }

inline QStringList columns(const QTableView* table) {
    QStringList titles;
    for (int i = 0; i < table->model()->columnCount(); ++i)
        titles << table->model()->headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString();
    return titles;
}

inline QStringList row(const QTableView* table, const QString& title) {
    QStringList texts;
    for (int i = 0; i < table->model()->rowCount(); ++i) {
        if (table->model()->headerData(i, Qt::Vertical, Qt::DisplayRole).toString() != title) continue;
        for (int j = 0; j < table->model()->columnCount(); ++j) texts << table->model()->index(i, j).data().toString();
    }
    return texts;
}

}   // namespace overfit::ui
