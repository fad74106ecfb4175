#include "tests/ui/main_window/desk.h"
#include "ui/compare/comparison_view.h"
#include "ui/exports/export_dialog.h"
#include "ui/live/live_view.h"
#include "ui/quick_start/quick_start_page.h"

#include <QTableView>
#include <QToolButton>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// A window with two finished runs of one experiment, different in their seed, both selected.
void trainTwo(Desk& desk) {
    desk.open();
    for (const std::uint64_t seed : {1, 2}) {
        ExperimentConfig config = good("seed " + std::to_string(seed));
        config.seed = seed;
        desk.form()->setConfig(config);
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), static_cast<int>(seed));
    }
    desk.clickRun(QStringLiteral("seed 1"));
    desk.clickRun(QStringLiteral("seed 2"), Qt::ControlModifier);
    QTRY_COMPARE(desk.shown().size(), std::size_t{2});
}

int columns(const ComparisonView& view) {
    for (const auto* table : view.findChildren<QTableView*>()) {
        if (table->accessibleName() == QStringLiteral("Results")) return table->model()->columnCount();
    }
    return 0;
}

template <typename Button>
Button* named(const QWidget& view, const QString& name) {
    for (auto* button : view.findChildren<Button*>()) {
        if (button->accessibleName() == name && button->isVisible()) return button;
    }
    return nullptr;
}

}   // namespace

class TestWindowCompare : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKeyPutsTheSelectedRunsSideBySide() {
        Desk desk;
        trainTwo(desk);
        auto* comparison = desk.find<ComparisonView>();
        QVERIFY(!comparison->isVisible());
        QTest::keyClick(desk.window.get(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(comparison->isVisible());
        QTRY_COMPARE(columns(*comparison), 1);   // two seeds of one experiment
        QTest::keyClick(desk.window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(desk.find<LiveView>()->isVisible());
        QTest::keyClick(desk.window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(comparison->isVisible());
    }

    void theSelectionIsFollowedWithoutLeavingTheView() {
        Desk desk;
        trainTwo(desk);
        auto* comparison = desk.find<ComparisonView>();
        desk.action("Compare")->trigger();
        QTRY_VERIFY(named<QToolButton>(*comparison, QStringLiteral("Remove seed 1")));
        QTest::mouseClick(named<QToolButton>(*comparison, QStringLiteral("Remove seed 1")), Qt::LeftButton);
        QCOMPARE(desk.library()->chosen().size(), 1);
        QVERIFY(comparison->isVisible());
        desk.clickRun(QStringLiteral("seed 1"), Qt::ControlModifier);
        QVERIFY(comparison->isVisible());
        QTRY_COMPARE(columns(*comparison), 1);
    }

    void theWayOfLookingComesBackAfterARestart() {
        Desk desk;
        trainTwo(desk);
        desk.action("Compare")->trigger();
        desk.action("Group seeds")->trigger();
        QTRY_COMPARE(columns(*desk.find<ComparisonView>()), 2);
        desk.window->close();
        desk.restart();
        QTRY_COMPARE(desk.shown().size(), std::size_t{2});
        desk.action("Compare")->trigger();
        QTRY_COMPARE(columns(*desk.find<ComparisonView>()), 2);
        QVERIFY(!desk.action("Group seeds")->isChecked());
    }

    void exportIsOfTheViewThatIsShown() {
        Desk desk;
        trainTwo(desk);
        desk.action("Compare")->trigger();
        QTRY_COMPARE(columns(*desk.find<ComparisonView>()), 1);
        QTest::keyClick(desk.window.get(), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(desk.find<ComparisonView>()->findChild<ExportDialog*>());
        QVERIFY(!desk.find<LiveView>()->findChild<ExportDialog*>());
    }

    void theEmptyComparisonLeadsToTheQuickStart() {
        Desk desk;
        desk.open();
        desk.action("Compare")->trigger();
        auto* comparison = desk.find<ComparisonView>();
        QTest::mouseClick(named<QAbstractButton>(*comparison, QStringLiteral("Open the quick start")), Qt::LeftButton);
        QVERIFY(desk.find<QuickStartPage>()->isVisible());
    }

    void aQueuedRunThatBeginsDoesNotEndTheComparison() {
        Desk desk;
        trainTwo(desk);
        desk.training->epochs = 30;
        desk.form()->setConfig(good("third"));
        desk.press("Run");
        desk.form()->setConfig(good("fourth"));
        desk.press("Queue");
        desk.action("Compare")->trigger();
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), 4);
        QVERIFY(desk.find<ComparisonView>()->isVisible());
    }
};

QTEST_MAIN(TestWindowCompare)
#include "test_window_compare.moc"
