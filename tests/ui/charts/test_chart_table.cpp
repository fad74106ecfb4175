#include "tests/ui/charts/shown_chart.h"
#include "ui/charts/chart_data_table.h"
#include "ui/charts/table_text.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <limits>

using namespace overfit;
using namespace overfit::ui;

namespace {

ChartContent unlike() {
    ChartContent content = accuracy();
    content.lines = {line(QStringLiteral("a"), "train_accuracy", {0.125, 0.25, 0.5}),
                     line(QStringLiteral("=b, c"), "test_accuracy", {0.1, std::numeric_limits<double>::quiet_NaN()})};
    content.lines[1].curve.x = {1.0, 4.0};
    return content;
}

QPushButton* button(QWidget& parent, const QString& text) {
    for (QPushButton* push : parent.findChildren<QPushButton*>()) {
        if (push->text() == text) return push;
    }
    return nullptr;
}

}   // namespace

class TestChartTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRowForEachPlaceAndAColumnForEachLine() {
        CurveTableModel model;
        model.setContent(unlike());
        QCOMPARE(model.rowCount(), 4);   // 0, 1, 2, 4
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.columnTitle(1), QStringLiteral("a, train accuracy"));
        QCOMPARE(model.cellText(1, 0, CurveTableModel::Precision::Full), QStringLiteral("1"));
        QCOMPARE(model.cellText(1, 1, CurveTableModel::Precision::Full), QStringLiteral("0.25"));
        QCOMPARE(model.cellText(1, 1, CurveTableModel::Precision::Shown), QStringLiteral("25.0\u00a0%"));
        QCOMPARE(model.cellText(1, 2, CurveTableModel::Precision::Full), QStringLiteral("0.1"));
        QCOMPARE(model.cellText(2, 2, CurveTableModel::Precision::Full), QString());
        QCOMPARE(model.cellText(3, 2, CurveTableModel::Precision::Full), QStringLiteral("NaN"));
    }

    void twoPointsAtOnePlaceAreTwoRows() {
        ChartContent content = unlike();
        content.lines[0].curve.x = {1.0, 1.0, 2.0};
        CurveTableModel model;
        model.setContent(content);
        QCOMPARE(model.rowCount(), 4);   // 1, 1, 2, 4
        QCOMPARE(model.cellText(0, 1, CurveTableModel::Precision::Full), QStringLiteral("0.125"));
        QCOMPARE(model.cellText(1, 1, CurveTableModel::Precision::Full), QStringLiteral("0.25"));
        QCOMPARE(model.cellText(0, 2, CurveTableModel::Precision::Full), QStringLiteral("0.1"));
        QCOMPARE(model.cellText(1, 2, CurveTableModel::Precision::Full), QString());
    }

    void newPointsComeAtTheEndWithoutAReset() {
        CurveTableModel model;
        ChartContent content = unlike();
        model.setContent(content);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), inserted(&model, &QAbstractItemModel::rowsInserted);
        content.lines[0].curve.x.push_back(7.0);
        content.lines[0].curve.y.push_back(0.75);
        model.setContent(content);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(inserted.count(), 1);
        content.lines.pop_back();
        model.setContent(content);
        QCOMPARE(reset.count(), 1);
    }

    void copiesAllOrTheSelectionAsCsvAndMarkdown() {
        CurveTableModel model;
        model.setContent(unlike());
        QCOMPARE(tableAsCsv(model, {}),
                 QStringLiteral("epoch,\"a, train accuracy\",\"'=b, c, test accuracy (clean labels)\"\r\n"
                                "0,0.125,\r\n1,0.25,0.1\r\n2,0.5,\r\n4,,NaN\r\n"));
        const QItemSelection part(model.index(1, 0), model.index(2, 1));
        QCOMPARE(tableAsMarkdown(model, part), QStringLiteral("| epoch | a, train accuracy |\n| ---: | ---: |\n"
                                                              "| 1 | 25.0\u00a0% |\n| 2 | 50.0\u00a0% |\n"));
    }

    void tShowsTheTableAndGoesBack_data() {
        QTest::addColumn<int>("key");
        QTest::newRow("t") << static_cast<int>(Qt::Key_T);
        QTest::newRow("Escape") << static_cast<int>(Qt::Key_Escape);
    }
    void tShowsTheTableAndGoesBack() {
        QFETCH(int, key);
        Shown shown;
        QTest::keyClick(shown.canvas, Qt::Key_T);
        auto* table = shown.chart.findChild<QTableView*>();
        QVERIFY(table && table->isVisible() && !shown.canvas->isVisible());
        QCOMPARE(table->model()->rowCount(), 101);
        QVERIFY(!table->accessibleName().isEmpty());
        QTest::keyClick(table, static_cast<Qt::Key>(key));
        QVERIFY(!table->isVisible() && shown.canvas->isVisible());
        QVERIFY(!shown.chart.tableShown());
    }

    void theTableHasTheVisibleLinesAlone() {
        Shown shown;
        QTest::keyClick(shown.canvas, Qt::Key_T);
        auto* table = shown.chart.findChild<QTableView*>();
        for (QAbstractButton* each : shown.chart.findChildren<QAbstractButton*>()) {
            if (each->accessibleName() == QStringLiteral("Show random labels")) QTest::mouseClick(each, Qt::LeftButton);
        }
        QCOMPARE(table->model()->columnCount(), 2);
    }

    void buttonsCopyAndReturn() {
        Shown shown;
        shown.chart.showTable(true);
        auto* table = shown.chart.findChild<ChartDataTable*>();
        QTest::mouseClick(button(*table, QStringLiteral("Copy as CSV")), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 102);
        table->findChild<QTableView*>()->selectRow(5);
        QTest::mouseClick(button(*table, QStringLiteral("Copy selection as Markdown")), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 3);
        table->findChild<QTableView*>()->selectRow(6);
        QTest::keyClick(table->findChild<QTableView*>(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("\r\n6,")));
        QTest::mouseClick(button(*table, QStringLiteral("Show curves")), Qt::LeftButton);
        QVERIFY(!shown.chart.tableShown());
    }

    void manyPointsOpenWithoutBuildingEveryCell() {
        ChartContent content = accuracy();
        content.lines.clear();
        for (int run = 0; run < 20; ++run)
            content.lines.push_back(line(QStringLiteral("run %1").arg(run), "train_accuracy", ramp(0.1, 1.0, 20'000), run));
        Shown shown(content);
        QElapsedTimer timer;
        timer.start();
        shown.chart.showTable(true);
        shown.chart.findChild<QTableView*>()->scrollToBottom();
        shown.chart.grab();
        QVERIFY2(timer.elapsed() < 30'000, qPrintable(QString::number(timer.elapsed())));   // all of them take minutes
    }
};

QTEST_MAIN(TestChartTable)
#include "test_chart_table.moc"
