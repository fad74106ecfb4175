#include "core/config/config_yaml.h"
#include "core/config/presets.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "tests/fakes/fake_training.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/library/run_library_view.h"
#include "ui/live/live_view.h"
#include "ui/main_window/chosen_runs.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/message_bar.h"
#include "ui/main_window/quick_start_page.h"
#include "ui/main_window/reading_help.h"
#include "ui/main_window/run_session.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QLabel>
#include <QListView>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <fstream>

using namespace overfit;
using namespace overfit::ui;

namespace {

/// An experiment that check() accepts and that needs no files.
ExperimentConfig good(const std::string& name) {
    ExperimentConfig config;
    config.name = name;
    config.data.dataset = "synthetic";
    config.corruption.labels.fraction = 1.0;
    config.training.epochs = 5;
    config.training.batch_size = 50;
    return config;
}

EngineAnswer fakeEngine(const ExperimentConfig&) {
    EngineAnswer answer;
    answer.model.parameters = 407050;
    answer.machine = "CPU · 2 threads";
    return answer;
}

/// The whole window over a folder of its own, with a fake training.
class Desk {
public:
    explicit Desk(EngineProbe::Ask engine = fakeEngine) : engine_(std::move(engine)) {
        places = std::make_shared<RunPlaces>(folder.filePath("runs").toStdString(), std::vector<std::filesystem::path>{});
        std::filesystem::create_directories(places->runsDir());
        training = std::make_unique<FakeTraining>(places);
        settings = std::make_unique<AppSettings>(folder.filePath("settings.ini"));
        settings->setQuickStartSeen(true);
    }

    MainWindow& open() {
        window = std::make_unique<MainWindow>(*settings, WindowServices{places, training->function(), engine_});
        window->show();
        QApplication::setActiveWindow(window.get());   // shortcuts need it
        return *window;
    }
    void restart() {
        window.reset();
        settings = std::make_unique<AppSettings>(folder.filePath("settings.ini"));
        open();
    }

    template <typename Widget>
    Widget* find(const char* name = nullptr) {
        return name ? window->findChild<Widget*>(QLatin1String(name)) : window->findChild<Widget*>();
    }
    ExperimentForm* form() { return find<ExperimentForm>(); }
    RunLibraryView* library() { return find<RunLibraryView>(); }
    MessageBar* message() { return find<MessageBar>(); }
    TrainingController* controller() { return find<TrainingController>(); }

    QAction* action(const QString& text) {
        for (QAction* action : window->findChildren<QAction*>()) {
            if (action->text().remove(QLatin1Char('&')) == text) return action;
        }
        return nullptr;
    }
    /// Presses a button of the tool bar or of the message, by its words, as a person would.
    void press(const QString& text) {
        for (auto* button : window->findChildren<QAbstractButton*>()) {
            if (button->text().remove(QLatin1Char('&')) != text || !button->isVisible()) continue;
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
        QFAIL(qPrintable("no button " + text));
    }
    void clickRun(const QString& name, Qt::KeyboardModifiers keys = {}) {
        auto* list = library()->findChild<QListView*>();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data().toString() != name) continue;
            QTest::mouseClick(list->viewport(), Qt::LeftButton, keys, list->visualRect(index).center());
            return;
        }
        QFAIL(qPrintable("no run " + name));
    }
    int rows() { return library()->findChild<QListView*>()->model()->rowCount(); }
    std::vector<RunListing> runs() { return list_runs(places->runsDir()); }
    std::vector<ShownRun> shown() { return find<ChosenRuns>()->shown(); }
    bool idle() { return controller()->state() == TrainingController::State::Idle; }

    QTemporaryDir folder;
    std::shared_ptr<RunPlaces> places;
    std::unique_ptr<FakeTraining> training;
    std::unique_ptr<AppSettings> settings;
    std::unique_ptr<MainWindow> window;

private:
    EngineProbe::Ask engine_;
};

}   // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aWrongFormDisablesRunAndSaysWhy() {
        Desk desk;
        desk.open();
        ExperimentConfig wrong = good("wrong");
        wrong.training.epochs = 0;
        desk.form()->setConfig(wrong);
        QVERIFY(!desk.action("Run")->isEnabled());
        QVERIFY(!desk.action("Queue")->isEnabled());
        QVERIFY2(desk.action("Run")->toolTip().contains("Epochs"), qPrintable(desk.action("Run")->toolTip()));
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(desk.training->trained().empty());
        desk.form()->setConfig(good("right"));
        QVERIFY(desk.action("Run")->isEnabled());
    }

    void aMissingDataSetDisablesRunAndSaysHowToGetIt() {
        Desk desk;
        desk.open();
        ExperimentConfig config = good("no data");
        config.data.dataset = "cifar10";
        qputenv("OVERFIT_DATA", desk.folder.path().toLocal8Bit());
        qputenv("XDG_DATA_HOME", desk.folder.path().toLocal8Bit());
        desk.form()->setConfig(config);
        QVERIFY(!desk.action("Run")->isEnabled());
        QVERIFY2(desk.action("Run")->toolTip().contains("cifar", Qt::CaseInsensitive),
                 qPrintable(desk.action("Run")->toolTip()));
        qunsetenv("OVERFIT_DATA");
        qunsetenv("XDG_DATA_HOME");
    }

    void runTrainsShowsTheCurvesAndKeepsTheFolder() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("my run"));
        desk.press("Run");
        QVERIFY(!desk.action("Run")->isEnabled());
        QVERIFY(desk.action("Stop")->isEnabled());
        QTRY_VERIFY(desk.window->windowTitle().contains("my run"));
        QTRY_VERIFY(desk.idle());
        QVERIFY(desk.action("Run")->isEnabled());
        QVERIFY(!desk.action("Stop")->isEnabled());
        QTRY_COMPARE(desk.rows(), 1);
        QCOMPARE(desk.shown().size(), std::size_t{1});
        QCOMPARE(desk.shown().front().name, QStringLiteral("my run"));
        QCOMPARE(desk.shown().front().metrics->epochs.size(), std::size_t{6});
        QCOMPARE(desk.shown().front().chanceAccuracy, 0.1);
        QVERIFY(desk.shown().front().hasCorruption);
        QCOMPARE(desk.runs().front().record->status, RunStatus::Fitted);
        QVERIFY(desk.window->statusBar()->currentMessage().contains("fitted in epoch 5"));
    }

    void stopEndsTheRunAfterTheBatchAndKeepsIt() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.form()->setConfig(good("long"));
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier);
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 2);
        QVERIFY(desk.find<RunSession>()->progress().running);
        QTest::keyClick(desk.window.get(), Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.runs().front().record->status, RunStatus::Cancelled);
        QVERIFY(desk.find<RunSession>()->progress().outcome.startsWith("stopped in epoch"));
    }

    void theQueueRunsOneAfterTheOtherAndOverlaysThem() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("first"));
        desk.press("Run");
        desk.form()->setConfig(good("second"));
        desk.press("Queue");
        QVERIFY(desk.find<QWidget>("queueStrip")->isVisible());
        QVERIFY(desk.action("Queue (1)"));
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.training->trained(), (std::vector<std::string>{"first", "second"}));
        QVERIFY(!desk.find<QWidget>("queueStrip")->isVisible());
        QTRY_COMPARE(desk.rows(), 2);
        QCOMPARE(desk.library()->chosen().size(), 2);
        QCOMPARE(desk.shown().size(), std::size_t{2});
        QVERIFY(desk.shown()[0].colour != desk.shown()[1].colour);
    }

    void aFailedRunIsToldInLineAndTheNextOneGoesOn() {
        Desk desk;
        desk.training->failure = "expected 60000 labels, found 59988";
        desk.open();
        desk.form()->setConfig(good("broken"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QVERIFY(desk.message()->isVisible());
        QVERIFY(desk.message()->text().contains("59988"));
        QVERIFY(!QApplication::activeModalWidget());
        QTRY_COMPARE(desk.rows(), 1);
        desk.training->failure.clear();
        desk.press("Run");
        QVERIFY(!desk.message()->isVisible());
        QTRY_COMPARE(desk.rows(), 2);
    }

    void closingInMidEpochAsksAndKeepTrainingGoesOn() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.form()->setConfig(good("precious"));
        desk.press("Run");
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 1);
        QVERIFY(!desk.window->close());
        QVERIFY(desk.window->isVisible());
        QVERIFY(desk.message()->text().contains("precious"));
        QVERIFY(!QApplication::activeModalWidget());
        desk.press("Keep training");
        QVERIFY(!desk.message()->isVisible());
        QCOMPARE(desk.controller()->state(), TrainingController::State::Running);
    }

    void stopAndCloseLeavesACompleteFolder() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.form()->setConfig(good("precious"));
        desk.press("Run");
        desk.press("Queue");
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 1);
        QVERIFY(!desk.window->close());
        desk.press("Stop and close");
        QTRY_VERIFY(!desk.window->isVisible());
        const auto runs = desk.runs();
        QCOMPARE(runs.size(), std::size_t{1});   // the waiting one never began
        QCOMPARE(runs.front().record->status, RunStatus::Cancelled);
        QVERIFY(!runs.front().record->finished.empty());
        QVERIFY(read_metrics(runs.front().folder).problem.empty());
        QVERIFY(!std::filesystem::exists(runs.front().folder / "lock"));
    }

    void destroyingTheWindowWhileTrainingEndsTheRunCleanly() {
        Desk desk;
        desk.training->epochs = 100000;
        desk.open();
        desk.form()->setConfig(good("orphan"));
        desk.press("Run");
        QTRY_VERIFY(desk.find<RunSession>()->metrics()->epochs.size() > 1);
        desk.window.reset();
        QCOMPARE(desk.runs().front().record->status, RunStatus::Cancelled);
    }

    void aBrokenFolderStandsInTheListBesideTheOthers() {
        Desk desk;
        std::filesystem::create_directories(desk.places->runsDir() / "20260101-000000-broken");
        std::ofstream(desk.places->runsDir() / "20260101-000000-broken" / "run.json") << "{";
        desk.open();
        desk.form()->setConfig(good("fine"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), 2);
        desk.clickRun("20260101-000000-broken");
        QTRY_VERIFY(desk.find<QLabel>("runProblem")->isVisible());
        QVERIFY(!desk.action("Use its experiment")->isEnabled());
        desk.clickRun("fine");
        QVERIFY(desk.action("Use its experiment")->isEnabled());
    }

    void selectingTwoRunsShowsBothInTheCharts() {
        Desk desk;
        desk.open();
        for (const char* name : {"one", "two", "three"}) {
            desk.form()->setConfig(good(name));
            desk.press("Run");
            QTRY_VERIFY(desk.idle());
        }
        QTRY_COMPARE(desk.rows(), 3);
        desk.clickRun("one");
        QCOMPARE(desk.shown().size(), std::size_t{1});
        desk.clickRun("three", Qt::ControlModifier);
        QCOMPARE(desk.shown().size(), std::size_t{2});
        QTRY_COMPARE(desk.shown()[0].metrics->epochs.size(), std::size_t{6});
        QTRY_COMPARE(desk.shown()[1].metrics->epochs.size(), std::size_t{6});
        QCOMPARE(desk.shown()[0].name, QStringLiteral("one"));
        QCOMPARE(desk.shown()[1].name, QStringLiteral("three"));
        const QColor one = desk.shown()[0].colour;
        desk.clickRun("three");
        desk.clickRun("one", Qt::ControlModifier);
        QCOMPARE(desk.shown()[1].colour, one);   // one colour per run
    }

    void aRestartBringsEverythingBack() {
        Desk desk;
        desk.open();
        desk.window->resize(1111, 700);
        desk.form()->setConfig(good("kept"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        desk.find<QDockWidget>("runsPanel")->hide();
        const QStringList chosen = desk.library()->chosen();
        QVERIFY(desk.window->close());
        desk.restart();
        QVERIFY(desk.form()->config() == good("kept"));
        QCOMPARE(desk.library()->chosen(), chosen);
        QCOMPARE(desk.window->size(), QSize(1111, 700));
        QVERIFY(!desk.find<QDockWidget>("runsPanel")->isVisible());
        QTRY_COMPARE(desk.shown().front().metrics->epochs.size(), std::size_t{6});
        desk.action("Reset layout")->trigger();
        QVERIFY(desk.find<QDockWidget>("runsPanel")->isVisible());
    }

    void anUnreadableLastSessionStartsWithDefaults() {
        Desk desk;
        desk.settings->setLastExperiment("format: 99\n");
        desk.settings->setGeometry("nonsense");
        desk.settings->setWindowState("nonsense");
        desk.settings->setChosenRuns({"/not/there"});
        desk.open();
        QVERIFY(desk.form()->config() == ExperimentConfig{});
        QVERIFY(desk.window->isVisible());
    }

    void undoAndRedoFollowTheForm() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("a"));
        desk.form()->setConfig(good("b"));
        auto* undo = desk.action("Undo experiment name");
        if (!undo) {
            for (QAction* action : desk.window->findChildren<QAction*>()) {
                if (action->text().startsWith("&Undo")) undo = action;
            }
        }
        QVERIFY(undo);
        QVERIFY(undo->isEnabled());
        undo->trigger();
        QVERIFY(desk.form()->config() != good("b"));
    }

    void yamlGoesOutAndComesBack() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("travelling"));
        desk.action("Copy as YAML")->trigger();
        QVERIFY(parse_config(QApplication::clipboard()->text().toStdString()) == good("travelling"));
        const QString file = desk.folder.filePath("experiment.yaml");
        std::ofstream(file.toStdString()) << config_to_yaml(good("from a file"));
        desk.window->openExperiment(file);
        QVERIFY(desk.form()->config() == good("from a file"));
        std::ofstream(file.toStdString()) << "trainig: {}\n";
        desk.window->openExperiment(file);
        QVERIFY(desk.message()->isVisible());
        QVERIFY2(desk.message()->text().contains("training"), qPrintable(desk.message()->text()));   // the nearest name
        QVERIFY(desk.form()->config() == good("from a file"));
        QTest::keyClick(desk.message(), Qt::Key_Escape);
        QVERIFY(!desk.message()->isVisible());
    }

    void aRunsExperimentFillsTheForm() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("original"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        QTRY_COMPARE(desk.rows(), 1);
        desk.action("New from default")->trigger();
        QVERIFY(desk.form()->config() == ExperimentConfig{});
        desk.clickRun("original");
        desk.action("Use its experiment")->trigger();
        QVERIFY(desk.form()->config() == good("original"));
    }

    void theQuickStartTrainsBothWithOneClickAndExplainsThem() {
        Desk desk;
        desk.settings->setQuickStartSeen(false);
        desk.open();
        auto* page = desk.find<QuickStartPage>();
        QVERIFY(page->isVisible());
        page->setObstacle({});   // a machine without the data set can't be asked to train, the fake can
        QTest::mouseClick(desk.find<QAbstractButton>("quickStartButton"), Qt::LeftButton);
        QVERIFY(desk.find<LiveView>()->isVisible());
        QTRY_VERIFY(desk.idle());
        QCOMPARE(desk.training->trained(), (std::vector<std::string>{preset_config("quick-start-true-labels").name,
                                                                     preset_config("quick-start-random-labels").name}));
        QTRY_COMPARE(desk.shown().size(), std::size_t{2});
        QVERIFY(desk.find<ReadingHelp>()->isVisible());
        QVERIFY(desk.find<ReadingHelp>()->findChild<QLabel*>()->text().contains("100.0 %"));
        Q_EMIT desk.find<ReadingHelp>()->findChild<QLabel*>()->linkActivated("half");
        QCOMPARE(desk.form()->config().corruption.labels.fraction, 0.5);
    }

    void withoutAnEngineTheWindowWorksAndSaysSo() {
        Desk desk([](const ExperimentConfig&) -> EngineAnswer {
            throw Error({"LibTorch", "LibTorch 2.11.0 is not on this machine", "run packaging/setup"});
        });
        desk.open();
        desk.form()->setConfig(good("viewer"));
        auto* machine = desk.find<QToolBar>()->findChild<QLabel*>();
        QTRY_COMPARE(machine->text(), QStringLiteral("no engine"));
        QVERIFY(machine->toolTip().contains("LibTorch"));
    }

    void theKeyboardReachesEveryPanel() {
        Desk desk;
        desk.open();
        QApplication::setActiveWindow(desk.window.get());
        QSet<QString> panels;
        for (int press = 0; press < 3; ++press) {
            desk.action("Next panel")->trigger();
            QWidget* focus = QApplication::focusWidget();
            QVERIFY(focus);
            for (QWidget* widget = focus; widget; widget = widget->parentWidget()) {
                if (qobject_cast<QDockWidget*>(widget) || widget == desk.window->centralWidget()) {
                    panels << widget->objectName();
                }
            }
        }
        QCOMPARE(panels.size(), 3);
        QTest::keyClick(desk.window.get(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(desk.library()->isAncestorOf(QApplication::focusWidget()));
    }

    void everyButtonAndFieldHasAnAccessibleName() {
        Desk desk;
        desk.open();
        QStringList nameless;
        for (const QWidget* widget : desk.window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith("qt_")) continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const QAccessibleInterface* face = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
            const bool named = (face && !face->text(QAccessible::Name).isEmpty()) || (button && !button->text().isEmpty());
            if (!named && widget->focusPolicy() & Qt::TabFocus && widget->isVisible()) {
                nameless << QString::fromLatin1(widget->metaObject()->className()) + ' ' + widget->objectName() + " in " +
                                QString::fromLatin1(widget->parentWidget()->metaObject()->className());
            }
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join("; ")));
    }
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
