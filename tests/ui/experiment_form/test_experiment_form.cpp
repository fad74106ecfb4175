// The form as a person fills it in: values, problems, presets, off screen.

#include "tests/core/config/random_config.h"
#include "tests/ui/experiment_form/shown_form.h"
#include "ui/experiment_form/explained_combo.h"
#include "ui/experiment_form/form_model.h"
#include "ui/experiment_form/number_box.h"
#include "ui/experiment_form/preset_chooser.h"

#include <QCheckBox>
#include <QSignalSpy>
#include <QSlider>

using namespace overfit;
using namespace overfit::ui;

class TestExperimentForm : public QObject, private ShownForm {
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { form_.reset(); }

    void showsEveryFieldOfTheTable();
    void sliderAndNumberMoveTogether();
    void choosingAModelShowsItsFields();
    void revertButtonBringsTheDefaultBack();
    void revertButtonAlsoEndsWhatCannotBeRead();
    void everyConfigurationComesBackAsItWas();
    void anEqualConfigurationTellsNothing();
    void anEchoOfTheOwnChangeLeavesTheCursor();
    void changesAreToldWithinTheSameEvent();
};

void TestExperimentForm::showsEveryFieldOfTheTable() {
    for (const Field& field : field_table()) {
        QVERIFY2(row(field.path.c_str()) != nullptr, field.path.c_str());
        QCOMPARE(!row(field.path.c_str())->isHidden(), field.applies(form_->config()));
    }
    QVERIFY(form_->problems().empty());
}

void TestExperimentForm::sliderAndNumberMoveTogether() {
    auto* slider = row("corruption.labels.fraction")->findChild<QSlider*>();
    type("corruption.labels.fraction", "0.5");
    QCOMPARE(slider->value(), 50);
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_End);
    QCOMPARE(form_->config().corruption.labels.fraction, 1.0);
    QCOMPARE(edit("corruption.labels.fraction")->text(), QStringLiteral("1"));
    const auto notes = slider->parentWidget()->findChildren<NoteLabel*>();
    QCOMPARE(notes.front()->text(), QStringLiteral("expected wrong labels: 90.0 %"));
}

void TestExperimentForm::choosingAModelShowsItsFields() {
    type(control<QLineEdit>("model.hidden"), QStringLiteral("64, 32"));
    QVERIFY(row("model.depth")->isHidden());
    auto* models = control<ExplainedCombo>("model.name");
    models->setFocus();
    QTest::keyClicks(models, QStringLiteral("Wide"));
    QCOMPARE(form_->config().model.name, std::string("wide-resnet"));
    QVERIFY(!row("model.depth")->isHidden());
    QVERIFY(!row("model.width")->isHidden());
    QVERIFY(row("model.hidden")->isHidden());
    QVERIFY(form_->problems().empty());
    QTest::keyClick(models, Qt::Key_Home);
    QVERIFY(!row("model.hidden")->isHidden());
    QVERIFY(form_->config().model.hidden == (std::vector<std::int64_t>{64, 32}));
}

void TestExperimentForm::revertButtonBringsTheDefaultBack() {
    QVERIFY(revertOf("training.epochs")->isHidden());
    type("training.epochs", "7");
    QVERIFY(!revertOf("training.epochs")->isHidden());
    QTest::mouseClick(revertOf("training.epochs"), Qt::LeftButton);
    QCOMPARE(form_->config().training.epochs, 100);
    QCOMPARE(edit("training.epochs")->text(), QStringLiteral("100"));
    QVERIFY(revertOf("training.epochs")->isHidden());
    QVERIFY(control<QAbstractSpinBox>("training.epochs")->hasFocus());
}

void TestExperimentForm::revertButtonAlsoEndsWhatCannotBeRead() {
    type("training.epochs", "1oo");
    QTest::mouseClick(revertOf("training.epochs"), Qt::LeftButton);
    QCOMPARE(edit("training.epochs")->text(), QStringLiteral("100"));
    QVERIFY(form_->problems().empty());
}

void TestExperimentForm::everyConfigurationComesBackAsItWas() {
    RandomStream stream(2);
    for (int round = 0; round < 60; ++round) {
        const ExperimentConfig config = random_config(stream);
        form_->setConfig(config);
        QVERIFY(sameConfig(form_->config(), config));
        // What a hidden row would tell nobody must be told somewhere.
        for (const Problem& problem : form_->problems()) {
            if (find_field(problem.path) != nullptr) QVERIFY(!row(problem.path.c_str())->isHidden());
        }
    }
    form_->setConfig({});
    for (auto* spin : form_->findChildren<NumberBox*>()) Q_EMIT spin->editingFinished();
    QVERIFY(form_->config() == ExperimentConfig{});
}

void TestExperimentForm::anEqualConfigurationTellsNothing() {
    QSignalSpy changed(form_.get(), &ExperimentForm::configChanged);
    QSignalSpy problems(form_.get(), &ExperimentForm::problemsChanged);
    form_->setConfig(form_->config());
    QCOMPARE(changed.count() + problems.count(), 0);
    ExperimentConfig config;
    config.training.epochs = 3;
    form_->setConfig(config);
    form_->setConfig(config);
    QCOMPARE(changed.count(), 1);
}

void TestExperimentForm::anEchoOfTheOwnChangeLeavesTheCursor() {
    connect(form_.get(), &ExperimentForm::configChanged, form_.get(), [this] { form_->setConfig(form_->config()); });
    QLineEdit* epochs = edit("training.epochs");
    type(epochs, QStringLiteral("2500"));
    QCOMPARE(epochs->text(), QStringLiteral("2500"));   // not "2,500" while typing
    epochs->setCursorPosition(1);
    QTest::keyClick(epochs, Qt::Key_3);
    QCOMPARE(epochs->text(), QStringLiteral("23500"));
    QCOMPARE(epochs->cursorPosition(), 2);
    QCOMPARE(form_->config().training.epochs, 23'500);
}

void TestExperimentForm::changesAreToldWithinTheSameEvent() {
    QSignalSpy changed(form_.get(), &ExperimentForm::configChanged);
    edit("training.epochs")->setFocus();
    edit("training.epochs")->selectAll();
    QTest::keyClick(edit("training.epochs"), Qt::Key_9);
    QCOMPARE(changed.count(), 1);
    QTest::keyClick(edit("training.epochs"), Qt::Key_X);   // "9x": no value
    QCOMPARE(changed.count(), 1);
}

QTEST_MAIN(TestExperimentForm)
#include "test_experiment_form.moc"
