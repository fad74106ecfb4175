#include "core/config/config_check.h"
#include "core/data/dataset_table.h"
#include "tests/ui/main_window/desk.h"
#include "ui/compare/comparison_view.h"
#include "ui/data/data_view.h"
#include "ui/live/live_view.h"
#include "ui/quick_start/quick_start_flow.h"
#include "ui/quick_start/quick_start_page.h"
#include "ui/quick_start/reading_help.h"

#include <QLabel>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// The button waits until it is known on which images.
void pressStart(Desk& desk) {
    auto* button = desk.find<QAbstractButton>("quickStartButton");
    QTRY_VERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
}

}   // namespace

class TestQuickStart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theQuickStartTrainsBothWithOneClickAndExplainsThem() {
        Desk desk;
        desk.settings->setQuickStartSeen(false);
        desk.open();
        auto* page = desk.find<QuickStartPage>();
        QVERIFY(page->isVisible());
        const std::string here = quickStartExperiments(data_roots({})).randomLabels.name;
        QTRY_COMPARE(desk.find<QuickStartFlow>()->experiments().randomLabels.name, here);   // looked for in the background
        QCOMPARE(desk.form()->config().name, here);
        pressStart(desk);
        QVERIFY(desk.find<LiveView>()->isVisible());
        QTRY_VERIFY(desk.idle());
        const QuickStart both = quickStartExperiments(data_roots({}));   // synthetic images on a machine without the set
        QCOMPARE(desk.training->trained(), (std::vector<std::string>{both.trueLabels.name, both.randomLabels.name}));
        QTRY_COMPARE(desk.shown().size(), std::size_t{2});
        QTRY_VERIFY(desk.find<ComparisonView>()->isVisible());   // by itself, as the reader stayed
        QVERIFY(desk.find<ReadingHelp>()->isVisible());
        QVERIFY(desk.find<ReadingHelp>()->findChild<QLabel*>()->text().contains("100.0 %"));
        QVERIFY(desk.find<ReadingHelp>()->findChild<QLabel*>()->text().contains("10.0 %"));   // chance
        desk.find<ReadingHelp>()->hide();
        desk.action("How to read the curves")->trigger();
        QVERIFY(desk.find<ReadingHelp>()->isVisible());
        Q_EMIT desk.find<ReadingHelp>()->findChild<QLabel*>()->linkActivated("half");
        QVERIFY(desk.form()->config() == both.halfRandom);
        ExperimentConfig half = both.randomLabels;   // nothing else differs
        half.name = both.halfRandom.name;
        half.corruption.labels.fraction = 0.5;
        QVERIFY(both.halfRandom == half);
    }

    void behindOtherExperimentsItsEndIsToldAndOffered() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("first"));
        desk.press("Run");
        desk.action("Quick start")->trigger();
        pressStart(desk);
        QTRY_VERIFY(desk.idle());
        QTRY_VERIFY(desk.message()->isVisible());
        QVERIFY(desk.find<LiveView>()->isVisible());   // three runs are looked at: nothing is taken away
        desk.press("Compare them");
        QVERIFY(desk.find<ComparisonView>()->isVisible());
        QVERIFY(desk.find<ReadingHelp>()->isVisible());
        QCOMPARE(desk.library()->chosen().size(), 2);
    }

    void whoWentElsewhereIsNotCalledBack() {
        Desk desk;
        desk.training->millisecondsPerEpoch = 60;
        desk.open();
        desk.action("Quick start")->trigger();
        pressStart(desk);
        desk.action("Data sets")->trigger();
        QTRY_VERIFY(desk.idle());
        QTRY_VERIFY(desk.message()->isVisible());
        QVERIFY(desk.find<DataView>()->isVisible());
        QVERIFY(!desk.find<ReadingHelp>()->isVisible());
    }

    void aStoppedRunIsNotExplained() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.action("Quick start")->trigger();
        pressStart(desk);
        QTRY_COMPARE(desk.training->trained().size(), std::size_t{1});
        desk.controller()->requestStop();
        QTRY_COMPARE(desk.training->trained().size(), std::size_t{2});
        desk.controller()->requestStop();
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), 2);
        QVERIFY(!desk.action("How to read the curves")->isEnabled());
        QVERIFY(desk.find<LiveView>()->isVisible());
    }

    void theReadingHelpIsThereAfterARestart() {
        Desk desk;
        desk.open();
        desk.action("Quick start")->trigger();
        pressStart(desk);
        QTRY_VERIFY(desk.find<ReadingHelp>()->isVisible());
        QVERIFY(desk.window->close());
        desk.restart();
        QTRY_VERIFY(desk.action("How to read the curves")->isEnabled());
        QVERIFY(!desk.find<ReadingHelp>()->isVisible());   // told once
        QVERIFY(!desk.message()->isVisible());
        desk.action("How to read the curves")->trigger();
        QVERIFY(desk.find<ReadingHelp>()->isVisible());
        QVERIFY(desk.find<ReadingHelp>()->findChild<QLabel*>()->text().contains("100.0 %"));
        QVERIFY(desk.find<ComparisonView>()->isVisible());
    }

    void theSecondRunMayFollowInTheNextSession() {
        Desk desk;
        desk.training->millisecondsPerEpoch = 400;   // time to stop it
        desk.open();
        desk.action("Quick start")->trigger();
        pressStart(desk);
        QTRY_COMPARE(desk.training->trained().size(), std::size_t{2});
        desk.controller()->requestStop();   // the one with random labels
        QTRY_VERIFY(desk.idle());
        desk.training->millisecondsPerEpoch = 20;
        QVERIFY(desk.window->close());
        desk.restart();
        const QuickStart both = quickStartExperiments(data_roots({}));
        desk.form()->setConfig(both.randomLabels);
        desk.press("Run");
        QTRY_VERIFY(desk.find<ReadingHelp>()->isVisible());
        QVERIFY(desk.find<ComparisonView>()->isVisible());
    }

    void withoutTheDataSetTheQuickStartTakesSyntheticImages() {
        Desk desk;
        desk.settings->setQuickStartSeen(false);
        const std::vector<std::filesystem::path> nowhere{desk.folder.path().toStdString()};
        const QuickStart both = quickStartExperiments(nowhere);
        QCOMPARE(both.trueLabels.data.dataset, std::string("synthetic"));
        QVERIFY(check(both.randomLabels).empty());
        QCOMPARE(exampleImages(both.randomLabels, nowhere, 8).size(), std::size_t{8});
        desk.open();
        auto* page = desk.find<QuickStartPage>();
        page->setExperiments(both, nowhere);
        auto* button = desk.find<QAbstractButton>("quickStartButton");
        QVERIFY(button->isEnabled());
        QVERIFY2(button->text().contains("synthetic"), qPrintable(button->text()));
        QStringList words;
        for (const auto* label : page->findChildren<QLabel*>()) words << label->text();
        QVERIFY2(words.join(' ').contains("dataset-fashion-mnist"), qPrintable(words.join(' ')));   // what to install
    }

    void theQuickStartIsShownOnceAndThenOnRequest() {
        Desk desk;
        desk.settings->setQuickStartSeen(false);
        desk.open();
        pressStart(desk);
        QTRY_VERIFY(desk.idle());
        QVERIFY(desk.window->close());
        desk.restart();
        QVERIFY(!desk.find<QuickStartPage>()->isVisible());
        desk.action("Quick start")->trigger();
        QVERIFY(desk.find<QuickStartPage>()->isVisible());
    }
};

QTEST_MAIN(TestQuickStart)
#include "test_quick_start.moc"
