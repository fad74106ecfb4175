// What the form says of values that are wrong.

#include "tests/ui/experiment_form/shown_form.h"
#include "ui/experiment_form/schedule_curve.h"

#include <QLabel>
#include <QSignalSpy>
#include <QSlider>

using namespace overfit;
using namespace overfit::ui;

class TestFormProblems : public QObject, private ShownForm {
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { form_.reset(); }

    void aWrongLearningRateStaysWithItsReasonUntilItIsRight();
    void aFractionAboveOneIsAProblemAtTheField();
    void aBatchLargerThanTheDataShowsAtTheField();
    void theFootTellsTheFirstProblemAndLeadsToIt();
    void theFirstProblemComesIntoViewFromAnywhere();
    void extraProblemsShowAtTheirField();
    void whatFollowsFromTheLastGoodValueIsMarked();
    void sliderAndCurveTurnGreyBesideAWrongNumber();

private:
    QString footText() const {
        for (const auto* label : form_->findChildren<QLabel*>()) {
            if (label->text().contains(QStringLiteral("407,050 parameters"))) return label->text();
        }
        return {};
    }
};

void TestFormProblems::aWrongLearningRateStaysWithItsReasonUntilItIsRight() {
    type("training.learning_rate", "0.2");
    QCOMPARE(form_->config().training.learning_rate, 0.2);
    type("training.learning_rate", "fast");
    QCOMPARE(edit("training.learning_rate")->text(), QStringLiteral("fast"));
    QVERIFY(problemAt("training.learning_rate").contains(QStringLiteral("fast")));
    QCOMPARE(form_->config().training.learning_rate, 0.2);
    QCOMPARE(form_->problems().size(), std::size_t{1});

    edit("training.epochs")->setFocus();   // leaving must not lose the text either
    QCOMPARE(edit("training.learning_rate")->text(), QStringLiteral("fast"));
    QVERIFY(!problemAt("training.learning_rate").isEmpty());

    type("training.learning_rate", "1e-3");
    QCOMPARE(form_->config().training.learning_rate, 1e-3);
    QCOMPARE(problemAt("training.learning_rate"), QString());
    QVERIFY(form_->problems().empty());
}

void TestFormProblems::aFractionAboveOneIsAProblemAtTheField() {
    type("corruption.labels.fraction", "1.5");
    QVERIFY(problemAt("corruption.labels.fraction").contains(QStringLiteral("1.5")));
    QCOMPARE(edit("corruption.labels.fraction")->text(), QStringLiteral("1.5"));
    QCOMPARE(form_->problems().front().path, std::string("corruption.labels.fraction"));
    QVERIFY(form_->config().corruption.labels.fraction <= 1.0);
}

void TestFormProblems::aBatchLargerThanTheDataShowsAtTheField() {
    type("data.train_examples", "100");
    QVERIFY(problemAt("training.batch_size").contains(QStringLiteral("100")));   // the default batch is 128
    QCOMPARE(form_->problems().front().path, std::string("training.batch_size"));
    type("training.batch_size", "50");
    QVERIFY(form_->problems().empty());
}

void TestFormProblems::theFootTellsTheFirstProblemAndLeadsToIt() {
    auto* link = form_->findChild<QLabel*>(QStringLiteral("firstProblem"));
    QVERIFY(link->isHidden());
    type("training.epochs", "none");
    control<QLineEdit>("name")->setFocus();
    for (auto* section : form_->findChildren<Section*>()) section->setExpanded(false);
    QVERIFY(!link->isHidden());
    QVERIFY(link->text().contains(QStringLiteral(">1 problem: Epochs<")));   // what is wrong stands at the field
    QVERIFY(link->toolTip().startsWith(QStringLiteral("Epochs: expected")));
    QVERIFY(link->toolTip().contains(QStringLiteral("none")));
    Q_EMIT link->linkActivated(QString());
    auto* epochs = control<QAbstractSpinBox>("training.epochs");
    QVERIFY(epochs->hasFocus());
    QVERIFY(epochs->isVisible());
    const QRect seen(epochs->mapTo(form_.get(), QPoint(0, 0)), epochs->size());
    QVERIFY(form_->rect().contains(seen));
}

void TestFormProblems::extraProblemsShowAtTheirField() {
    QSignalSpy problems(form_.get(), &ExperimentForm::problemsChanged);
    form_->setExtraProblems({{"data.dataset", "not on this machine"}});
    QCOMPARE(problems.count(), 1);
    QCOMPARE(problemAt("data.dataset"), QStringLiteral("not on this machine"));
    form_->setExtraProblems({{"data.dataset", "not on this machine"}});
    QCOMPARE(problems.count(), 1);
    form_->setExtraProblems({});
    QVERIFY(form_->problems().empty());
}

void TestFormProblems::theFirstProblemComesIntoViewFromAnywhere() {
    form_->focusFirstProblem();   // there is none: nothing happens
    type("checkpoint.every_epochs", "often");
    type("data.train_examples", "some");
    for (auto* section : form_->findChildren<Section*>()) section->setExpanded(false);
    form_->focusFirstProblem();
    auto* examples = control<QAbstractSpinBox>("data.train_examples");
    QVERIFY(examples->hasFocus());
    type("data.train_examples", "5000");
    form_->focusFirstProblem();
    auto* checkpoint = control<QAbstractSpinBox>("checkpoint.every_epochs");
    QVERIFY(checkpoint->hasFocus());
    const QRect seen(checkpoint->mapTo(form_.get(), QPoint(0, 0)), checkpoint->size());
    QVERIFY(form_->rect().contains(seen));
}

void TestFormProblems::whatFollowsFromTheLastGoodValueIsMarked() {
    FormFacts facts;
    facts.model.parameters = 407050;
    facts.modelName = "mlp";
    form_->setFacts(facts);
    const QString size = footText(), training = headerSummary("Training"), data = headerSummary("Data");
    const QString mark = QStringLiteral("Last good values: ");
    type("training.epochs", "abc");
    QCOMPARE(footText(), mark + size);
    QCOMPARE(headerSummary("Training"), mark + training);
    QCOMPARE(headerSummary("Data"), data);   // nothing is wrong there
    form_->setFacts(facts);
    QCOMPARE(footText(), mark + size);
    type("training.epochs", "100");
    QCOMPARE(footText(), size);
    QCOMPARE(headerSummary("Training"), training);
    type(control<QLineEdit>("name"), QString());   // nothing follows from it
    QVERIFY(!form_->problems().empty());
    QCOMPARE(footText(), size);
    type("training.batch_size", "70000");   // more than there are images: wrong, but what stands there is what counts
    QVERIFY(!form_->problems().empty());
    QVERIFY(!headerSummary("Training").startsWith(mark));
}

void TestFormProblems::sliderAndCurveTurnGreyBesideAWrongNumber() {
    type("corruption.labels.fraction", "0.5");
    const auto* slider = form_->findChild<QSlider*>();
    const auto* note = slider->parentWidget()->findChild<NoteLabel*>();
    const QColor colour = slider->palette().color(QPalette::Highlight);
    const QString words = note->text();
    type("corruption.labels.fraction", "abc");
    QCOMPARE(note->text(), QStringLiteral("Last good values: ") + words);
    QVERIFY(slider->palette().color(QPalette::Highlight) != colour);
    QVERIFY(slider->isEnabled());   // moving it is a way out
    type("corruption.labels.fraction", "0.25");
    QVERIFY(!note->text().startsWith(QStringLiteral("Last")));
    QCOMPARE(slider->palette().color(QPalette::Highlight), colour);

    const auto* curve = form_->findChild<ScheduleCurve*>();
    type("training.learning_rate", "abc");
    QVERIFY(!curve->isEnabled());
    type("training.learning_rate", "0.1");
    QVERIFY(curve->isEnabled());
}

QTEST_MAIN(TestFormProblems)
#include "test_form_problems.moc"
