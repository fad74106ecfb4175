#include "core/config/config_yaml.h"
#include "core/config/dataset_facts.h"
#include "core/support/error.h"
#include "tests/ui/main_window/desk.h"
#include "ui/data/data_view.h"
#include "ui/experiment_form/section_header.h"
#include "ui/live/live_view.h"
#include "ui/main_window/experiment_files.h"

#include <QAbstractSpinBox>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QLabel>
#include <QSlider>
#include <QSplitter>
#include <QToolBar>
#include <fstream>
#include <sys/stat.h>

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

    void aMissingLabelFileDisablesRunUntilItComes() {
        Desk desk;
        desk.open();
        ExperimentConfig config = good("given labels");
        config.corruption.labels.draw = LabelDraw::LabelFile;
        config.corruption.labels.fraction = ExperimentConfig{}.corruption.labels.fraction;
        config.corruption.labels.file = desk.folder.filePath("labels.txt").toStdString();
        desk.form()->setConfig(config);
        QTRY_VERIFY(!desk.action("Run")->isEnabled());
        QVERIFY2(desk.action("Run")->toolTip().contains("Label file"), qPrintable(desk.action("Run")->toolTip()));
        std::string all;
        for (std::int64_t label = 0; label < find_dataset_facts("synthetic")->train_examples; ++label) all += "1\n";
        std::ofstream(desk.folder.filePath("labels.txt").toStdString()) << all;
        QEvent front(QEvent::ActivationChange);   // back from the file manager
        QApplication::sendEvent(desk.window.get(), &front);
        QTRY_VERIFY(desk.action("Run")->isEnabled());
    }

    void theImageFolderCanBeChosen() {
        Desk desk;
        desk.open();
        ExperimentConfig config = good("photographs");
        config.data.dataset = "image-folder";
        config.data.folder = desk.folder.filePath("nothing").toStdString();
        desk.form()->setConfig(config);
        const auto choose = [&]() -> QAbstractButton* {
            for (auto* button : desk.form()->findChildren<QAbstractButton*>()) {
                if (button->accessibleName() == QLatin1String("Choose: Folder") && button->isVisible()) return button;
            }
            return nullptr;
        };
        QTRY_VERIFY(choose());
        QTRY_VERIFY(desk.action("Run")->toolTip().contains("Folder"));
        QTest::mouseClick(choose(), Qt::LeftButton);
        auto* dialog = desk.form()->findChild<QFileDialog*>();
        QVERIFY(dialog);
        QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
        const QString photographs = desk.folder.path();
        Q_EMIT dialog->fileSelected(photographs);
        QCOMPARE(desk.form()->config().data.folder, photographs.toStdString());
        dialog->close();
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

    void aRestartBringsTheWayOfLookingBack() {
        Desk desk;
        desk.open().resize(1600, 1000);
        desk.form()->setConfig(good("kept"));
        desk.press("Run");
        QTRY_VERIFY(desk.idle());
        desk.action("Data sets")->trigger();
        const auto header = [&](const char* name) {
            for (auto* button : desk.form()->findChildren<SectionHeader*>()) {
                if (button->accessibleName() == QLatin1String(name)) return button;
            }
            qFatal("no section %s", name);
        };
        header("Model")->setChecked(false);
        header("Advanced")->setChecked(true);
        auto* smoothing = desk.find<LiveView>()->findChild<QSlider*>();
        smoothing->setValue(60);
        const auto details = [&] { return desk.find<DataView>()->findChild<QSplitter*>(); };
        QTRY_VERIFY(details()->sizes()[1] > 0);
        details()->setSizes({200, 5000});
        Q_EMIT details()->splitterMoved(0, 1);
        const QList<int> sizes = details()->sizes();
        QVERIFY(desk.window->close());
        desk.restart();
        QVERIFY(desk.find<DataView>()->isVisible());
        QVERIFY(!header("Model")->isChecked());
        QVERIFY(header("Advanced")->isChecked());
        QVERIFY(header("Data")->isChecked());
        QCOMPARE(desk.find<LiveView>()->findChild<QSlider*>()->value(), 60);
        QTRY_COMPARE(details()->sizes(), sizes);
    }

    void settingsThatCannotBeWrittenAreToldBeforeTheWindowCloses() {
        Desk desk;
        std::ofstream(desk.folder.filePath("file").toStdString()) << "in the way";
        desk.settings = std::make_unique<AppSettings>(desk.folder.filePath("file/settings.ini"));
        desk.settings->setQuickStartSeen(true);
        desk.open();
        QVERIFY(!desk.window->close());
        QVERIFY2(desk.message()->text().contains("file/settings.ini"), qPrintable(desk.message()->text()));
        desk.press("Try again");
        QVERIFY(desk.window->isVisible());
        desk.press("Close all the same");
        QTRY_VERIFY(!desk.window->isVisible());
    }

    void whatIsQueuedAfterARefusedCloseIsKept() {
        Desk desk;
        desk.training->epochs = 100000;
        std::ofstream(desk.folder.filePath("file").toStdString()) << "in the way";
        const QString file = desk.folder.filePath("file/settings.ini");
        desk.settings = std::make_unique<AppSettings>(file);
        desk.settings->setQuickStartSeen(true);
        desk.open();
        QVERIFY(!desk.window->close());
        QTest::keyClick(desk.message(), Qt::Key_Escape);
        QVERIFY(QFile::remove(desk.folder.filePath("file")));
        QVERIFY(QDir(desk.folder.path()).mkdir("file"));
        for (const char* name : {"running", "waiting"}) {
            desk.form()->setConfig(good(name));
            desk.action(desk.idle() ? "Run" : "Queue")->trigger();
        }
        QVERIFY(!desk.window->close());
        desk.press("Stop and close");
        QTRY_VERIFY(!desk.window->isVisible());
        desk.window.reset();
        QCOMPARE(AppSettings(file).waitingExperiments().size(), 1);
    }

    void anUnreadableSettingsFileIsKept() {
        Desk desk;
        const QString file = desk.folder.filePath("damaged.ini");
        std::ofstream(file.toStdString()) << "[session]\nquick_start_seen=true\n[damaged\n";
        desk.settings = std::make_unique<AppSettings>(file);
        desk.open();
        QVERIFY(desk.message()->isVisible());
        QVERIFY2(desk.message()->text().contains(file), qPrintable(desk.message()->text()));
        QVERIFY(desk.window->close());
        const QStringList kept = QDir(desk.folder.path()).entryList({"damaged.ini.unreadable-*"});
        QCOMPARE(kept.size(), 1);
        QFile copy(desk.folder.filePath(kept.front()));
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QVERIFY(copy.readAll().contains("[damaged"));
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
        // What was there is kept beside the settings, and the window says where.
        const QStringList kept = QDir(desk.folder.path()).entryList({"session.yaml.unreadable-*"});
        QCOMPARE(kept.size(), 1);
        QFile old(desk.folder.filePath(kept.front()));
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), QByteArray("format: 99\n"));
        QVERIFY(desk.message()->isVisible());
        QVERIFY2(desk.message()->text().contains(kept.front()) && desk.message()->text().contains("99 is newer"),
                 qPrintable(desk.message()->text()));
    }

    void whatTheStatusLineSaysOfTheFormEndsWithAnEdit() {
        Desk desk;
        desk.open();
        desk.action("New from default")->trigger();
        QCOMPARE(desk.status()->text(), QStringLiteral("The form holds the defaults"));
        desk.form()->edit(QStringLiteral("training.epochs"), FieldValue(std::int64_t{7}));
        QCOMPARE(desk.status()->text(), QString());
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

    /// A line of text would take the key for itself; only while it holds no value is it taken back there.
    void undoFollowsTheFormFromWithinAField() {
        Desk desk;
        desk.open();
        ExperimentConfig before = good("typed");
        desk.form()->setConfig(before);
        auto* box = desk.form()->findChild<QAbstractSpinBox*>(QStringLiteral("training.epochs"));
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, "17");
        QCOMPARE(desk.form()->config().training.epochs, 17);
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(desk.form()->config().training.epochs, before.training.epochs);
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(desk.form()->config().training.epochs, 17);
        QTest::keyClicks(box, "x");
        QVERIFY(!desk.form()->problems().empty());
        QTest::keyClick(box, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(desk.form()->problems().empty());
        QCOMPARE(desk.form()->config().training.epochs, 17);
    }

    void whatIsTakenBackByTypingIsNotCalledUndone() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("typed"));
        const std::int64_t before = desk.form()->config().training.epochs;
        desk.status()->tell(QString());
        for (const std::int64_t epochs : {before + 1, before}) {
            desk.form()->edit(QStringLiteral("training.epochs"), FieldValue(epochs));
        }
        QVERIFY2(!desk.status()->text().startsWith("Undid"), qPrintable(desk.status()->text()));
    }

    void whyItCannotRunIsSaidAsLongAsItIsSo() {
        Desk desk;
        desk.open();
        ExperimentConfig wrong = good("wrong");
        wrong.training.batch_size = 0;
        desk.form()->setConfig(wrong);
        QTest::keyClick(desk.window.get(), Qt::Key_R, Qt::ControlModifier);
        QVERIFY(!desk.status()->text().isEmpty());
        desk.form()->edit(QStringLiteral("training.batch_size"), FieldValue(std::int64_t{50}));
        QCOMPARE(desk.status()->text(), QString());
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

    void aSlowFileDoesNotHoldTheWindowUp() {
        Desk desk;
        desk.open();
        const QString slow = desk.folder.filePath("slow.yaml");   // gives nothing until somebody writes
        QCOMPARE(mkfifo(qPrintable(slow), 0600), 0);
        desk.find<ExperimentFiles>()->openLater(slow);
        desk.form()->setConfig(good("meanwhile"));
        std::ofstream(slow.toStdString()) << config_to_yaml(good("late"));
        QTRY_VERIFY(desk.form()->config() == good("late"));
    }

    void savingIsToldWhenItIsDone() {
        Desk desk;
        desk.open();
        const QString file = desk.folder.filePath("saved.yaml");
        desk.find<ExperimentFiles>()->save(good("saved"), file);
        QTRY_COMPARE(desk.status()->text(), QStringLiteral("Saved as %1").arg(file));
        QVERIFY(read_config(file.toStdString()) == good("saved"));
        desk.find<ExperimentFiles>()->save(good("saved"), file + "/below.yaml");
        QTRY_VERIFY(desk.message()->isVisible());
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
