#include "core/config/config_yaml.h"
#include "core/support/error.h"
#include "tests/ui/main_window/desk.h"

#include <QClipboard>
#include <QDockWidget>
#include <QLabel>
#include <QToolBar>
#include <fstream>

using namespace overfit;
using namespace overfit::ui;

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
        QTRY_VERIFY(!desk.action("Run")->isEnabled());
        QVERIFY2(desk.action("Run")->toolTip().contains("cifar", Qt::CaseInsensitive),
                 qPrintable(desk.action("Run")->toolTip()));
        qunsetenv("OVERFIT_DATA");
        qunsetenv("XDG_DATA_HOME");
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
};

QTEST_MAIN(TestMainWindow)
#include "test_main_window.moc"
