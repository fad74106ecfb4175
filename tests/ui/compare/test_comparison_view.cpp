#include "tests/ui/compare/compared_folders.h"
#include "tests/ui/compare/comparison_parts.h"
#include "ui/charts/curve_chart.h"
#include "ui/compare/comparison_charts.h"
#include "ui/compare/comparison_view.h"
#include "ui/exports/export_dialog.h"
#include "ui/exports/figure_content.h"
#include "ui/settings/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <atomic>
#include <stdexcept>

using namespace overfit;
using namespace overfit::ui;

namespace {

QTableView* settings(const QWidget& view) { return named<QTableView>(view, QStringLiteral("Settings that differ")); }

CurveChart* overlay(const QWidget& view) { return view.findChild<CurveChart*>(QStringLiteral("overlayChart")); }

std::vector<CurveChart*> gridCharts(const QWidget& view) {
    std::vector<CurveChart*> charts;
    for (CurveChart* chart : view.findChildren<CurveChart*>()) {
        if (chart != overlay(view) && chart->isVisible()) charts.push_back(chart);
    }
    return charts;
}

void choose(QComboBox* box, const QString& text) {
    QVERIFY(box);
    box->setFocus();
    QTest::keyClicks(box, text.left(1));
    if (box->currentText() != text) box->setCurrentIndex(box->findText(text));
    QCOMPARE(box->currentText(), text);
}

QAction* menuAction(const QWidget& view, const QString& buttonName, const QString& text) {
    auto* tool = qobject_cast<QToolButton*>(button(view, buttonName));
    if (!tool || !tool->menu()) return nullptr;
    for (QAction* action : tool->menu()->actions()) {
        if (action->text().remove(u'&') == text) return action;
    }
    return nullptr;
}

}   // namespace

class TestComparisonView : public QObject, ComparisonDesk {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { view_.reset(); }

    void theEmptyViewOffersBothWaysToFillIt() {
        ComparisonView view;
        view.resize(800, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy choose(&view, &ComparisonView::chooseRequested), start(&view, &ComparisonView::quickStartRequested);
        QTest::mouseClick(button(view, QStringLiteral("Choose runs in the list")), Qt::LeftButton);
        QTest::mouseClick(button(view, QStringLiteral("Open the quick start")), Qt::LeftButton);
        QCOMPARE(choose.count(), 1);
        QCOMPARE(start.count(), 1);
        view.setRuns({fiveShownRuns(*root_).front()});
        QVERIFY(button(view, QStringLiteral("Choose runs in the list")));   // one run is no comparison
    }

    void seedsStandAsOneColumnWithTheirNumber() {
        show(fiveShownRuns(*root_));
        QCOMPARE(columns(results(*view_)),
                 (QStringList{QStringLiteral("random labels (n = 3, base)"), QStringLiteral("true labels (n = 2)")}));
        QCOMPARE(row(results(*view_), QStringLiteral("test accuracy")),
                 (QStringList{QStringLiteral("10.2 ± 0.1 %"), QStringLiteral("80.0 ± 0.0 %")}));
        QCOMPARE(row(settings(*view_), QStringLiteral("Seed")),
                 (QStringList{QStringLiteral("1, 2, 3"), QStringLiteral("4, 5")}));
        QTRY_COMPARE_WITH_TIMEOUT(overlay(*view_)->content().lines.size(), std::size_t{4}, patience);
    }

    void groupingCanBeSwitchedOff() {
        show(fiveShownRuns(*root_));
        QTest::mouseClick(button(*view_, QStringLiteral("Group seeds")), Qt::LeftButton, {}, {8, 8});
        QTRY_COMPARE_WITH_TIMEOUT(columns(results(*view_)).size(), 5, patience);
        QTRY_COMPARE_WITH_TIMEOUT(overlay(*view_)->content().lines.size(), std::size_t{10}, patience);
    }

    void pressingAChipMakesItTheBase() {
        const auto runs = fiveShownRuns(*root_);
        show(runs);
        QTest::mouseClick(button(*view_, QStringLiteral("Make true labels, seed 4 the base")), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(columns(results(*view_)).back(), QStringLiteral("true labels (n = 2, base)"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(button(*view_, QStringLiteral("true labels, seed 4, base")), patience);
    }

    void theCrossAndTheDeleteKeyRemoveARun() {
        const auto runs = fiveShownRuns(*root_);
        show(runs);
        QSignalSpy removed(view_.get(), &ComparisonView::removeRequested);
        QTest::mouseClick(button(*view_, QStringLiteral("Remove random labels, seed 2")), Qt::LeftButton);
        QCOMPARE(removed.takeFirst().front().toString(), runs[1].id);
        view_->activateWindow();
        button(*view_, QStringLiteral("Make true labels, seed 4 the base"))->setFocus();
        QTRY_VERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QCOMPARE(removed.takeFirst().front().toString(), runs[3].id);
    }

    void aRunTakenOutLeavesEveryPart() {
        auto runs = fiveShownRuns(*root_);
        show(runs);
        runs.erase(runs.begin(), runs.begin() + 2);
        view_->setRuns(runs);
        QTRY_COMPARE_WITH_TIMEOUT(columns(results(*view_)).front(), QStringLiteral("random labels, seed 3 (base)"),
                                  patience);
        QVERIFY(!button(*view_, QStringLiteral("Remove random labels, seed 1")));
        runs.resize(1);
        view_->setRuns(runs);
        QVERIFY(!results(*view_));
    }

    void equalSettingsUnfold() {
        show(fiveShownRuns(*root_));
        QCOMPARE(settings(*view_)->model()->rowCount(), 2);
        auto* unfold = button(*view_, QStringLiteral("Show equal settings"));
        QVERIFY(unfold->text().contains(QStringLiteral("equal")));
        QTest::mouseClick(unfold, Qt::LeftButton);
        QVERIFY(settings(*view_)->model()->rowCount() > 20);
        QTest::mouseClick(unfold, Qt::LeftButton);
        QCOMPARE(settings(*view_)->model()->rowCount(), 2);
    }

    void manyRunsStandBelowEachOther() {
        std::vector<ShownRun> runs;
        for (int i = 0; i < 12; ++i) runs.push_back(shownFolder(*root_, QStringLiteral("p %1").arg(i), 1, i / 12.0, i, 5));
        show(runs);
        QCOMPARE(results(*view_)->model()->rowCount(), 12);
        QCOMPARE(columns(results(*view_)).front(), QStringLiteral("train accuracy"));
        QCOMPARE(settings(*view_)->model()->rowCount(), 12);
    }

    void tablesCopyInThreeForms() {
        show(fiveShownRuns(*root_));
        QSignalSpy told(view_.get(), &ComparisonView::statusMessage);
        menuAction(*view_, QStringLiteral("Copy results"), QStringLiteral("Copy as LaTeX"))->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("\\begin{tabular}{lrr}")));
        menuAction(*view_, QStringLiteral("Copy results"), QStringLiteral("Copy as CSV"))->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("name,n,runs,base")));
        menuAction(*view_, QStringLiteral("Copy settings that differ"), QStringLiteral("Copy as Markdown"))->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("| setting |")));
        QCOMPARE(told.count(), 3);
        QCOMPARE(told.first().front().toString(), QStringLiteral("Copied the results as LaTeX"));
    }

    void ctrlCCopiesTheTableInFocus() {
        show(fiveShownRuns(*root_));
        view_->activateWindow();
        results(*view_)->setFocus();
        QTest::keyClick(results(*view_), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("| result |")));
    }

    void gridShowsOneChartAGroupAndZoomsThemTogether() {
        show(fiveShownRuns(*root_), {1200, 900});
        choose(named<QComboBox>(*view_, QStringLiteral("Arrangement of the charts")), QStringLiteral("grid"));
        QTRY_COMPARE_WITH_TIMEOUT(gridCharts(*view_).size(), std::size_t{2}, patience);
        const auto charts = gridCharts(*view_);
        QWidget* canvas = charts[0]->canvas();
        const QPointF middle = canvas->rect().center();
        QWheelEvent wheel(middle, canvas->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(canvas, &wheel);
        QVERIFY(charts[0]->zoomedX());
        QVERIFY(charts[1]->zoomedX() == charts[0]->zoomedX());
        QTest::mouseClick(button(*view_, QStringLiteral("Show the whole range")), Qt::LeftButton);
        QVERIFY(!charts[0]->zoomedX() && !charts[1]->zoomedX());
    }

    void ofALargeGridOnlyWhatIsSeenIsMade() {
        std::vector<ShownRun> runs;
        for (int i = 0; i < 50; ++i) runs.push_back(shownFolder(*root_, QStringLiteral("p %1").arg(i), 1, i / 50.0, i, 300));
        show(runs);
        view_->restore(QStringLiteral(R"({"layout": "grid"})"));
        QTRY_VERIFY_WITH_TIMEOUT(!gridCharts(*view_).empty(), patience);
        QVERIFY(gridCharts(*view_).size() < 20);
    }

    void theExportGetsWhatIsShown() {
        show(fiveShownRuns(*root_));
        QTRY_COMPARE_WITH_TIMEOUT(overlay(*view_)->content().lines.size(), std::size_t{4}, patience);
        QTest::mouseClick(button(*view_, QStringLiteral("Export compared charts")), Qt::LeftButton);
        QTRY_VERIFY(view_->findChild<ExportDialog*>());
    }

    void theCsvOfAMeanHasEveryRunOfIt() {
        const auto runs = fiveShownRuns(*root_);
        for (const ShownRun& run : runs) {
            std::string lines;
            for (const EpochMetrics& epoch : run.metrics->epochs) lines += epoch_line(epoch) + "\n";
            samples::put((run.id + QStringLiteral("/metrics.jsonl")).toStdString(), lines);
        }
        show(runs);
        QTRY_COMPARE_WITH_TIMEOUT(overlay(*view_)->content().lines.size(), std::size_t{4}, patience);
        view_->exportFigure();
        auto* dialog = view_->findChild<ExportDialog*>();
        const QString file = root_->filePath(QStringLiteral("curves.csv"));
        dialog->setFile(file);
        QSignalSpy written(dialog, &ExportDialog::exported);
        for (QAbstractButton* some : dialog->findChildren<QAbstractButton*>()) {
            if (some->text().remove(u'&') == QStringLiteral("Save")) some->click();
        }
        QTRY_COMPARE(written.count(), 1);
        const QString csv = QString::fromStdString(samples::content_of(file.toStdString()));
        for (const ShownRun& run : runs) QVERIFY(csv.contains(QFileInfo(run.id).fileName()));
    }

    /// What the dialog draws of a grid is what its command draws.
    void theCommandOfAGridDrawsTheSameBytes() {
        auto runs = fiveShownRuns(*root_);
        for (ShownRun& run : runs) {
            run.chanceAccuracy = 0.0;   // as their folders tell
            std::string lines;
            for (const EpochMetrics& epoch : run.metrics->epochs) lines += epoch_line(epoch) + "\n";
            samples::put((run.id + QStringLiteral("/metrics.jsonl")).toStdString(), lines);
        }
        show(runs);
        QTRY_COMPARE_WITH_TIMEOUT(overlay(*view_)->content().lines.size(), std::size_t{4}, patience);
        QTest::mouseClick(button(*view_, QStringLiteral("Group seeds")), Qt::LeftButton, {}, {8, 8});
        choose(named<QComboBox>(*view_, QStringLiteral("Arrangement of the charts")), QStringLiteral("grid"));
        auto* charts = view_->findChild<ComparisonCharts*>();
        QTRY_COMPARE_WITH_TIMEOUT(charts->panels().size(), runs.size(), patience);
        const std::vector<FigurePanel> panels = charts->panels();
        QCOMPARE(beyondRequest(panels), QString());
        const CurveRequest request = requestOf(panels);
        QVERIFY(request.grid);
        QCOMPARE(request.names[1], runs[1].name.toStdString());
        const QByteArray shown = renderFigure({.panels = panels, .options = {}});
        const QByteArray drawnAgain = renderFigure({.panels = readPanels(request), .options = {}});
        QVERIFY(shown == drawnAgain);
    }

    /// Charts that were scrolled out of sight are not drawn anew, but exported as they are now.
    void aFigureOfTheGridHasTheNewestOfEveryChart() {
        const auto titled = [](const QString& word) {
            std::vector<ChartContent> contents(6);
            for (std::size_t place = 0; place < contents.size(); ++place) {
                contents[place].title = word + QString::number(place);
                contents[place].lines.push_back(
                    {word, word, Qt::blue, find_metric("train_loss"), Curve{.x = {0.0, 1.0}, .y = {1.0, 0.5}}});
            }
            return contents;
        };
        ComparisonCharts charts;
        charts.resize(300, 2000);
        charts.show();
        charts.showGrid(titled(QStringLiteral("old ")));
        QTRY_COMPARE(charts.findChildren<CurveChart*>().size(), 7);   // all are seen, and the overlay
        charts.resize(300, 220);
        charts.showGrid(titled(QStringLiteral("new ")));
        for (const FigurePanel& panel : charts.panels())
            QVERIFY2(panel.content.title.startsWith("new"), qPrintable(panel.content.title));
    }

    void theWayOfLookingIsRemembered() {
        show(fiveShownRuns(*root_));
        QSignalSpy changed(view_.get(), &ComparisonView::stateChanged);
        QTest::mouseClick(button(*view_, QStringLiteral("Group seeds")), Qt::LeftButton, {}, {8, 8});
        QTest::mouseClick(button(*view_, QStringLiteral("Show equal settings")), Qt::LeftButton);
        QCOMPARE(changed.count(), 2);
        ComparisonView other;
        other.restore(view_->state());
        QCOMPARE(other.state(), view_->state());
        QVERIFY(other.state().contains(QStringLiteral("\"group_seeds\":false")));
    }

    void aLogarithmicXAxisStaysIsRememberedAndCanBeSwitchedOff() {
        show(fiveShownRuns(*root_));
        QTRY_VERIFY_WITH_TIMEOUT(!overlay(*view_)->content().lines.empty(), patience);
        QTest::keyClick(overlay(*view_)->canvas(), Qt::Key_L, Qt::ShiftModifier);
        QTest::mouseClick(button(*view_, QStringLiteral("Group seeds")), Qt::LeftButton, {}, {8, 8});   // new curves
        QTRY_COMPARE_WITH_TIMEOUT(overlay(*view_)->content().lines.size(), std::size_t{10}, patience);
        QVERIFY(overlay(*view_)->content().logX);
        ComparisonView other;
        other.restore(view_->state());
        QCOMPARE(other.state(), view_->state());
        QVERIFY(other.state().contains(QStringLiteral("\"log_x\":true")));
        QVERIFY(
            qobject_cast<QToolButton*>(button(*view_, QStringLiteral("X axis")))->text().contains(QStringLiteral("log")));
        const QMenu* axes = qobject_cast<QToolButton*>(button(*view_, QStringLiteral("X axis")))->defaultAction()->menu();
        axes->actions().back()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!overlay(*view_)->content().logX, patience);
    }

    void theHandlesStayWhereTheReaderPutThem() {
        show(fiveShownRuns(*root_));
        const auto heightOf = [](ComparisonView& view) {
            for (auto* splitter : view.findChildren<QSplitter*>()) {
                if (splitter->orientation() == Qt::Vertical) return splitter->sizes().constLast();
            }
            return 0;
        };
        QSplitter* rows = nullptr;
        for (auto* splitter : view_->findChildren<QSplitter*>()) {
            if (splitter->orientation() == Qt::Vertical) rows = splitter;
        }
        QVERIFY(rows);
        const int before = heightOf(*view_);
        QSplitterHandle* handle = rows->handle(1);
        const QPoint grip = handle->rect().center();
        QTest::mousePress(handle, Qt::LeftButton, {}, grip);
        QTest::mouseMove(handle, grip - QPoint(0, 60));
        QTest::mouseRelease(handle, Qt::LeftButton, {}, grip);
        const int moved = heightOf(*view_);
        QVERIFY2(moved != before, qPrintable(QString::number(before)));
        const QByteArray kept = view_->panes();
        show(fiveShownRuns(*root_));
        QVERIFY(heightOf(*view_) != moved);
        view_->restorePanes(kept);
        QTRY_COMPARE(heightOf(*view_), moved);
    }

    void followsLightAndDark() {
        show(fiveShownRuns(*root_));
        const auto corner = [this] {
            const QWidget* viewport = results(*view_)->viewport();
            const QImage image = results(*view_)->grab().toImage();
            return image.pixelColor(viewport->geometry().bottomRight() - QPoint(4, 4)).lightness();
        };
        QVERIFY(corner() > 200);
        QApplication::setPalette(darkPalette());
        QTRY_VERIFY(corner() < 80);
        QApplication::setPalette(lightPalette());
        QTRY_VERIFY(corner() > 200);
    }

    void aNarrowViewGivesTheChartsAllOfItsWidth() {
        show(fiveShownRuns(*root_), {470, 560});
        QTRY_VERIFY_WITH_TIMEOUT(!overlay(*view_)->content().lines.empty(), patience);
        QVERIFY(overlay(*view_)->width() > 420);
        QVERIFY(overlay(*view_)->height() > 160);
        QVERIFY(!settings(*view_));   // a tab, beside the results
        auto* tabs = named<QTabBar>(*view_, QStringLiteral("Tables"));
        QVERIFY(tabs);
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
        QVERIFY(settings(*view_) && !results(*view_));
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
        view_->resize(1100, 760);
        QTRY_VERIFY(settings(*view_) && results(*view_));
        QVERIFY(!tabs->isVisible());
    }

    void whatHasNoRoomInTheRowStandsInAMenu() {
        show(fiveShownRuns(*root_), {470, 560});
        QVERIFY(!button(*view_, QStringLiteral("Group seeds")));
        QAction* group = menuAction(*view_, QStringLiteral("View"), QStringLiteral("Group seeds"));
        QVERIFY(group && group->isChecked());
        group->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(columns(results(*view_)).size(), 5, patience);
        const int top = button(*view_, QStringLiteral("View"))->geometry().center().y();
        QVERIFY(std::abs(button(*view_, QStringLiteral("Export compared charts"))->geometry().center().y() - top) < 4);
        view_->resize(1100, 760);
        QTRY_VERIFY(button(*view_, QStringLiteral("Group seeds")));
        QVERIFY(!button(*view_, QStringLiteral("Group seeds"))->isChecked());
        QVERIFY(!button(*view_, QStringLiteral("View")));
    }

    void everyControlHasAName() {
        show(fiveShownRuns(*root_));
        for (const QWidget* widget : view_->findChildren<QWidget*>()) {
            const bool control = qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
                                 qobject_cast<const QTableView*>(widget);
            if (!control || !widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestComparisonView)
#include "test_comparison_view.moc"
