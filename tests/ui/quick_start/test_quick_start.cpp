#include "core/config/config_check.h"
#include "core/data/dataset_table.h"
#include "tests/ui/main_window/desk.h"
#include "ui/live/live_view.h"
#include "ui/quick_start/quick_start_page.h"
#include "ui/quick_start/reading_help.h"

#include <QLabel>

using namespace overfit;
using namespace overfit::ui;

class TestQuickStart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theQuickStartTrainsBothWithOneClickAndExplainsThem() {
        Desk desk;
        desk.settings->setQuickStartSeen(false);
        desk.open();
        auto* page = desk.find<QuickStartPage>();
        QVERIFY(page->isVisible());
        QTest::mouseClick(desk.find<QAbstractButton>("quickStartButton"), Qt::LeftButton);
        QVERIFY(desk.find<LiveView>()->isVisible());
        QTRY_VERIFY(desk.idle());
        const QuickStart both = quickStartExperiments(data_roots({}));   // synthetic images on a machine without the set
        QCOMPARE(desk.training->trained(), (std::vector<std::string>{both.trueLabels.name, both.randomLabels.name}));
        QTRY_COMPARE(desk.shown().size(), std::size_t{2});
        QVERIFY(desk.find<ReadingHelp>()->isVisible());
        QVERIFY(desk.find<ReadingHelp>()->findChild<QLabel*>()->text().contains("100.0 %"));
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
        page->setExperiments(both, nowhere, quickStartObstacle(nowhere));
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
        QTest::mouseClick(desk.find<QAbstractButton>("quickStartButton"), Qt::LeftButton);
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
