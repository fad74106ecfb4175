#include "ui/compare/comparison_table_model.h"

#include <QTest>

using namespace overfit;
using namespace overfit::ui;

class TestComparisonTableModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// In narrow columns the words that tell them apart go before those that all begin with.
    void headsLeaveOutWhatAllBeginWith() {
        ComparisonTableModel model;
        Table table;
        table.titles = {"", "quick start: true labels", "quick start: random labels (n = 2)"};
        model.setTable(table);
        const QFontMetrics metrics{QFont()};
        const auto head = [&](int column) { return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); };
        model.setWidestHead(metrics, metrics.horizontalAdvance("…random labels") + 1);
        QCOMPARE(head(0), QStringLiteral("…true labels"));
        QCOMPARE(head(1), QStringLiteral("…random labels\n(n = 2)"));
        model.setWidestHead(metrics, 1000);
        QCOMPARE(head(0), QStringLiteral("quick start: true labels"));
    }
};

QTEST_MAIN(TestComparisonTableModel)
#include "test_comparison_table_model.moc"
