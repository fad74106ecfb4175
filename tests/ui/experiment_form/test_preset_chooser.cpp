// Presets in the form, and the names that tell what was changed of one.

#include "core/config/config_yaml.h"
#include "core/config/presets.h"
#include "tests/ui/experiment_form/shown_form.h"
#include "ui/experiment_form/explained_combo.h"
#include "ui/experiment_form/form_model.h"
#include "ui/experiment_form/preset_chooser.h"
#include "ui/main_window/config_history.h"

using namespace overfit;
using namespace overfit::ui;

class TestPresetChooser : public QObject, private ShownForm {
    Q_OBJECT
private Q_SLOTS:
    void init() { open(); }
    void cleanup() { form_.reset(); }

    void presetFillsTheFormAndIsMarkedWhenModified();
    void aPresetIsKnownAgainByItsValues();
    void aChangedPresetIsKnownAgainByItsName();
    void anEditRenamesTheExperimentByWhatItChanges();
    void aNameThatWasTypedStays();
    void ownSettingsKeepTheirName();
    void undoTakesTheNameBackWithTheValue();

private:
    PresetChooser* chooser() const { return form_->findChild<PresetChooser*>(); }
    void choose(const char* preset) {
        auto* combo = chooser()->combo();
        combo->setCurrentIndex(combo->findData(QString::fromUtf8(preset)));
        Q_EMIT combo->activated(combo->currentIndex());
    }
    QString name() const { return QString::fromStdString(form_->config().name); }
    /// As after a restart.
    void fillFromYaml(const ExperimentConfig& config) { form_->setConfig(parse_config(config_to_yaml(config))); }
};

void TestPresetChooser::presetFillsTheFormAndIsMarkedWhenModified() {
    auto* chooser = form_->findChild<PresetChooser*>();
    auto* combo = chooser->combo();
    QCOMPARE(combo->count(), static_cast<int>(presets().size()));
    const ExperimentConfig wanted = preset_config("quick-start-random-labels");
    combo->setFocus();
    combo->setCurrentIndex(combo->findData(QStringLiteral("quick-start-random-labels")));
    Q_EMIT combo->activated(combo->currentIndex());
    QVERIFY(sameConfig(form_->config(), wanted));
    QVERIFY(!chooser->isModified());
    type(control<QLineEdit>("name"), QStringLiteral("my own"));   // a name is not a part of the preset
    QVERIFY(!chooser->isModified());
    type("training.epochs", "7");
    QVERIFY(chooser->isModified());
    QCOMPARE(combo->currentName(), QStringLiteral("quick-start-random-labels"));
    QTest::mouseClick(chooser->findChild<RevertButton*>(), Qt::LeftButton);
    QVERIFY(sameConfig(form_->config(), wanted));
    QVERIFY(!chooser->isModified());
}

void TestPresetChooser::aPresetIsKnownAgainByItsValues() {
    for (const Preset& preset : presets()) {
        ExperimentConfig config = preset_config(preset.name);
        fillFromYaml({});
        fillFromYaml(config);
        QCOMPARE(chooser()->combo()->currentName(), QString::fromStdString(preset.name));
        QVERIFY2(!chooser()->isModified(), preset.name.c_str());
        config.name = "my own";
        fillFromYaml(config);
        QCOMPARE(chooser()->combo()->currentName(), QString::fromStdString(preset.name));
    }
}

void TestPresetChooser::aChangedPresetIsKnownAgainByItsName() {
    choose("quick-start-random-labels");
    type("corruption.labels.fraction", "0.75");   // no other preset's
    const ExperimentConfig changed = form_->config();
    form_->setConfig({});
    QCOMPARE(chooser()->combo()->currentIndex(), -1);
    fillFromYaml(changed);
    QCOMPARE(chooser()->combo()->currentName(), QStringLiteral("quick-start-random-labels"));
    QVERIFY(chooser()->isModified());
    type("corruption.labels.fraction", "0.25");   // goes on where the last session stopped
    QVERIFY2(name().endsWith(QStringLiteral(" · p 0.25")), qPrintable(name()));
    QVERIFY2(!name().contains(QStringLiteral("0.75")), qPrintable(name()));
}

void TestPresetChooser::anEditRenamesTheExperimentByWhatItChanges() {
    choose("quick-start-random-labels");
    const QString title = name();
    type("corruption.labels.fraction", "0.5");
    QCOMPARE(name(), title + QStringLiteral(" · p 0.5"));
    QCOMPARE(control<QLineEdit>("name")->text(), name());   // before everybody's eyes
    type("training.epochs", "7");
    QCOMPARE(name(), title + QStringLiteral(" · p 0.5 · 7 epochs"));
    QTest::mouseClick(chooser()->findChild<RevertButton*>(), Qt::LeftButton);
    QCOMPARE(name(), title);
}

void TestPresetChooser::aNameThatWasTypedStays() {
    choose("quick-start-random-labels");
    type(control<QLineEdit>("name"), QStringLiteral("my own"));
    type("training.epochs", "7");
    QCOMPARE(name(), QStringLiteral("my own"));
    choose("quick-start-true-labels");
    type("training.epochs", "8");
    type(control<QLineEdit>("name"), QStringLiteral("mine again"));
    type("training.epochs", "9");
    QCOMPARE(name(), QStringLiteral("mine again"));
}

void TestPresetChooser::ownSettingsKeepTheirName() {
    ExperimentConfig own;
    own.name = "from a colleague";
    form_->setConfig(own);
    type("training.epochs", "7");
    QCOMPARE(name(), QStringLiteral("from a colleague"));
}

void TestPresetChooser::undoTakesTheNameBackWithTheValue() {
    choose("quick-start-random-labels");
    const ExperimentConfig before = form_->config();
    ConfigHistory history(*form_);
    type("training.epochs", "77");   // two keys, one step
    QCOMPARE(history.stack().count(), 1);
    QCOMPARE(history.stack().undoText(), QStringLiteral("Epochs"));
    history.stack().undo();
    QVERIFY(form_->config() == before);
    history.stack().redo();
    QVERIFY2(name().endsWith(QStringLiteral("77 epochs")), qPrintable(name()));
    ExperimentConfig other = form_->config();
    other.training.epochs = 3;
    other.model.name = "linear";
    form_->setConfig(other);
    QCOMPARE(history.stack().undoText(), QStringLiteral("2 settings"));
}

QTEST_MAIN(TestPresetChooser)
#include "test_preset_chooser.moc"
