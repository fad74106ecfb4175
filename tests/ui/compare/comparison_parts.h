#pragma once

#include "ui/compare/comparison_view.h"
#include "ui/settings/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QStringList>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>
#include <memory>

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

/// A view and folders for it, anew for each test.
class ComparisonDesk {
protected:
    std::unique_ptr<QTemporaryDir> root_;
    std::unique_ptr<ComparisonView> view_;

    void begin() {
        QApplication::setPalette(lightPalette());
        root_ = std::make_unique<QTemporaryDir>();
    }

    void show(std::vector<ShownRun> runs, QSize size = {1000, 760}) {
        view_ = std::make_unique<ComparisonView>();
        view_->resize(size);
        view_->setRuns(std::move(runs));
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
        QTRY_VERIFY_WITH_TIMEOUT(results(*view_) && results(*view_)->model()->rowCount() > 0, patience);
    }
};

}   // namespace overfit::ui
