// What the form tells on demand: what a preset leaves open, the layers of the model, a way out of a problem.

#include "core/config/presets.h"
#include "ui/experiment_form/disclosure.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/experiment_form/explained_combo.h"
#include "ui/experiment_form/layer_panel.h"
#include "ui/experiment_form/preset_chooser.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>

using namespace overfit;
using namespace overfit::ui;

namespace {

FormFacts twoLayers() {
    FormFacts facts;
    facts.modelName = "mlp";
    facts.model = {.parameters = 407'050,
                   .multiply_adds = 406'528,
                   .layers = {{.name = "hidden1", .output_shape = {512}, .parameters = 401'920, .multiply_adds = 401'408},
                              {.name = "output", .output_shape = {10}, .parameters = 5'130, .multiply_adds = 5'120}}};
    return facts;
}

}   // namespace

class TestFormPanels : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<ExperimentForm> form_;

    DisclosureButton* button(const char* name) const { return form_->findChild<DisclosureButton*>(QLatin1String(name)); }
    void click(QWidget* widget) const {
        form_->findChild<QScrollArea*>()->ensureWidgetVisible(widget);
        QTest::mouseClick(widget, Qt::LeftButton);
    }
    void press(const QString& text) const {
        for (auto* each : form_->findChildren<QPushButton*>()) {
            if (each->text() == text && each->isVisible()) return click(each);
        }
        QFAIL(qPrintable("no button " + text));
    }
    void choosePreset(const char* name) const {
        auto* combo = form_->findChild<PresetChooser*>()->combo();
        combo->setCurrentIndex(combo->findData(QLatin1String(name)));
        Q_EMIT combo->activated(combo->currentIndex());
    }
    QTableWidget* table() const { return form_->findChild<QTableWidget*>("layerTable"); }

private Q_SLOTS:
    void init() {
        form_ = std::make_unique<ExperimentForm>();
        form_->resize(340, 700);
        form_->show();
        form_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(form_.get()));
    }
    void cleanup() { form_.reset(); }

    void aPresetTellsItsSourceAndOnAClickWhatThePaperLeavesOpen() {
        form_->setConfig({});
        QVERIFY(!button("presetDetails")->isVisible());   // own settings
        choosePreset("paper-table1-alexnet-true-weight-decay");
        const Preset& preset = find_preset("paper-table1-alexnet-true-weight-decay");
        QCOMPARE(button("presetDetails")->text(),
                 QStringLiteral("The paper, table 1 · %1 points open").arg(preset.open.size()));
        auto* points = form_->findChild<QLabel*>("openPoints");
        QVERIFY(!points->isVisible());
        click(button("presetDetails"));
        QVERIFY(points->isVisible());
        QVERIFY2(points->text().contains("– Weight decay 0.0001: the coefficient is not stated"),
                 qPrintable(points->text()));
        QVERIFY(points->text().contains("– padding: not stated; 1 on each side"));
        QCOMPARE(points->textFormat(), Qt::PlainText);
        QTest::keyClick(button("presetDetails"), Qt::Key_Left);
        QVERIFY(!points->isVisible());
    }

    void theLayersAreShownOnAClickWithTheirSums() {
        QCOMPARE(button("layers")->text(), QStringLiteral("Layers: being counted"));
        form_->setFacts(twoLayers());
        QCOMPARE(button("layers")->text(), QStringLiteral("2 layers · 406,528 multiply-adds"));
        QVERIFY(!table()->isVisible());
        click(button("layers"));
        QVERIFY(table()->isVisible());
        QCOMPARE(table()->rowCount(), 3);
        QCOMPARE(table()->item(0, 1)->text(), QStringLiteral("512"));
        QCOMPARE(table()->item(2, 0)->text(), QStringLiteral("mlp"));
        QCOMPARE(table()->item(2, 2)->text(), QStringLiteral("407,050"));
        bool memory = false;
        for (const QLabel* label : form_->findChildren<QLabel*>()) {
            memory = memory || (label->isVisible() && label->text().startsWith("Memory, estimated: data "));
        }
        QVERIFY(memory);
        FormFacts other = twoLayers();   // of another model, while it is open
        other.model.layers.pop_back();
        form_->setFacts(other);
        QCOMPARE(table()->rowCount(), 2);
    }

    void theLayersAreCopiedAsTextAndMarkdown() {
        form_->setFacts(twoLayers());
        click(button("layers"));
        QSignalSpy told(form_.get(), &ExperimentForm::statusMessage);
        press("Copy as text");
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("layer\toutput\tparameters\tmultiply-adds\nhidden1\t512\t401,920\t401,408\n"
                                "output\t10\t5,130\t5,120\nmlp\t\t407,050\t406,528\n"));
        press("Copy as Markdown");
        QVERIFY(QApplication::clipboard()->text().contains("| hidden1 | 512 | 401,920 | 401,408 |"));
        QCOMPARE(told.count(), 2);
    }

    void withoutAnEngineItSaysWhatIsMissing() {
        FormFacts facts;
        facts.parametersProblem = QStringLiteral("LibTorch is missing");
        facts.problemDetail = QStringLiteral("LibTorch: 2.11.0 is not on this machine; run packaging/setup");
        form_->setFacts(facts);
        QCOMPARE(button("layers")->text(), QStringLiteral("Layers: LibTorch is missing"));
        click(button("layers"));
        QVERIFY(!table()->isVisible());
        bool isTold = false;
        for (const QLabel* label : form_->findChildren<QLabel*>()) {
            isTold = isTold || (label->isVisible() && label->text() == facts.problemDetail);
        }
        QVERIFY(isTold);
    }

    void countsAreShortInFourDigits() {
        QCOMPARE(shortCount(999'999), QStringLiteral("999,999"));
        QCOMPARE(shortCount(1'649'402), QStringLiteral("1.649 M"));
        QCOMPARE(shortCount(204'219'680), QStringLiteral("204.2 M"));
        QCOMPARE(shortCount(99'996'000), QStringLiteral("100.0 M"));
        QCOMPARE(shortCount(5'228'000'000), QStringLiteral("5.228 G"));
    }

    void anOfferStandsAtItsFieldUntilItIsTakenBack() {
        QSignalSpy taken(form_.get(), &ExperimentForm::offerTaken);
        form_->setOffer("data.dataset", "Get it in the Data view");
        press("Get it in the Data view");
        QCOMPARE(taken.count(), 1);
        QCOMPARE(taken.front().front().toString(), QStringLiteral("data.dataset"));
        form_->setOffer("data.dataset", {});
        QVERIFY(!form_->findChild<QPushButton*>("offer")->isVisible());
    }
};

QTEST_MAIN(TestFormPanels)
#include "test_form_panels.moc"
