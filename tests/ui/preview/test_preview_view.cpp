// The preview as a person meets it: beside the form, with real and with made-up previews.

#include "core/support/error.h"
#include "tests/ui/preview/made_up_previews.h"
#include "ui/experiment_form/experiment_form.h"
#include "ui/experiment_form/note_label.h"
#include "ui/experiment_form/section.h"
#include "ui/experiment_form/section_header.h"
#include "ui/main_window/config_history.h"
#include "ui/preview/preview_strip.h"
#include "ui/preview/preview_view.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QVBoxLayout>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::previews;

namespace {

/// The form with the preview in it, connected as the window does it.
class Bench {
public:
    Bench() {
        form.setPreview(&view);
        QObject::connect(&form, &ExperimentForm::configChanged, &view, [this] { tell(); });
        QObject::connect(&form, &ExperimentForm::problemsChanged, &view, [this] { tell(); });
        QObject::connect(&view, &PreviewView::newDrawRequested, &form, [this](const QStringList& fields, quint64 seed) {
            form.edit(fields, FieldValue(std::uint64_t{seed}));
        });
        form.setConfig(synthetic());
        history.forget();
        form.resize(360, 1200);
        form.show();
        if (!QTest::qWaitForWindowExposed(&form)) qFatal("no window");
        form.activateWindow();
        if (!QTest::qWaitForWindowActive(&form)) qFatal("the window got no focus");
    }
    void tell() { view.setExperiment(form.config(), form.problems()); }

    ExperimentForm form;
    ConfigHistory history{form};
    PreviewView& view = *new PreviewView;   // the form takes it over
};

}   // namespace

class TestPreviewView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsLabelsAndShareInWords() {
        PreviewView view(madeUp, nullptr);
        view.show();
        view.setExperiment(seeded(4523), {});
        QTRY_COMPARE(shareOf(view), QStringLiteral("4,523 of 5,000 labels differ: 90.5 % (expected 90.0 %)"));
        QCOMPARE(labelsOf(view), (QStringList{"Pullover>Sneaker", "Sneaker>Sneaker"}));
        QCOMPARE(stripOf(view)->accessibleDescription(),
                 QStringLiteral("2 images; 1 label changed: Pullover given as Sneaker"));
    }

    void aProblemDimsTheLastPictureAndSaysWhy() {
        PreviewView view(madeUp, nullptr);
        view.show();
        view.setExperiment(seeded(1), {});
        QTRY_COMPARE(labelsOf(view).size(), 2);
        ExperimentConfig wrong = seeded(1);
        wrong.data.crop = 99;
        view.setExperiment(wrong, {{"data.crop", "expected at most 16, found 99"}});
        QVERIFY(stripOf(view)->isDimmed());
        QCOMPARE(labelsOf(view).size(), 2);
        QVERIFY2(noteOf(view).contains("Crop: expected at most 16, found 99"), qPrintable(noteOf(view)));
        QVERIFY(!button(view, "New draw")->isEnabled());
        view.setExperiment(seeded(2), {});
        QTRY_VERIFY(!stripOf(view)->isDimmed());
        QCOMPARE(noteOf(view), QString());
        QVERIFY(button(view, "New draw")->isEnabled());
    }

    void missingDataSaysHowToGetItAndOffersAFolder() {
        PreviewView view;
        view.show();
        ExperimentConfig config;
        config.data.dataset = "mnist";
        view.setExperiment(config, {});
        QTRY_VERIFY2(noteOf(view).contains("is not on this machine"), qPrintable(noteOf(view)));
        QVERIFY2(noteOf(view).contains("overfit data fetch mnist"), qPrintable(noteOf(view)));
        QVERIFY(labelsOf(view).isEmpty());
        QSignalSpy folder(&view, &PreviewView::dataFolderRequested);
        QTest::mouseClick(button(view, "Data folder..."), Qt::LeftButton);
        QCOMPARE(folder.size(), 1);
        view.setExperiment(config, {{"data.dataset", "get it from there"}});   // the form tells the rest
        view.setDataRoots({"/nonexistent"});
        QTRY_VERIFY2(!noteOf(view).contains("train-images-idx3-ubyte.gz"), qPrintable(noteOf(view)));
        view.setExperiment(synthetic(), {});
        QTRY_COMPARE(labelsOf(view).size(), 12);
        QVERIFY(!button(view, "Data folder...")->isVisible());
    }

    /// Its field tells what to do; another data folder would not help.
    void aMissingLabelFileIsToldShortly() {
        PreviewView view;
        view.show();
        ExperimentConfig config = synthetic();
        config.corruption.labels = {};
        config.corruption.labels.draw = LabelDraw::LabelFile;
        config.corruption.labels.file = "/nonexistent/labels.txt";
        view.setExperiment(config, {});
        QTRY_VERIFY2(noteOf(view).contains("there is no file /nonexistent/labels.txt"), qPrintable(noteOf(view)));
        QVERIFY2(!noteOf(view).contains("give a whole path"), qPrintable(noteOf(view)));
        QVERIFY(!button(view, "Data folder...")->isVisible());
    }

    void damagedDataIsToldInPlace() {
        PreviewView view(
            [](const PreviewRequest&, const std::stop_token&) -> ExperimentPreview {
                throw Error({.where = "train.bin", .problem = "ends after 3 bytes", .remedy = "get it again"});
            },
            nullptr);
        view.show();
        view.setExperiment(synthetic(), {});
        QTRY_COMPARE(noteOf(view), QStringLiteral("train.bin: ends after 3 bytes; get it again"));
    }

    void otherImagesKeepTheLabelsAndTheShare() {
        Bench bench;
        QTRY_COMPARE(labelsOf(bench.view).size(), 12);
        const QString share = shareOf(bench.view);
        const QString before = stripOf(bench.view)->accessibleDescription();
        QTest::mouseClick(button(bench.view, "Other images"), Qt::LeftButton);
        QTRY_VERIFY(stripOf(bench.view)->accessibleDescription() != before);
        QCOMPARE(shareOf(bench.view), share);
        QVERIFY(!bench.history.stack().canUndo());
    }

    void aNewDrawBecomesTheLabelSeedAndCanBeUndone() {
        Bench bench;
        QTRY_COMPARE(labelsOf(bench.view).size(), 12);
        const QStringList before = labelsOf(bench.view);
        QVERIFY(!bench.form.config().seeds.labels);
        QTest::mouseClick(button(bench.view, "New draw"), Qt::LeftButton);
        QVERIFY(bench.form.config().seeds.labels.has_value());
        QTRY_VERIFY(labelsOf(bench.view) != before);
        bench.history.stack().undo();
        QVERIFY(!bench.form.config().seeds.labels);
        QTRY_COMPARE(labelsOf(bench.view), before);
    }

    void aNewDrawIsOneOfThePixelsToo() {
        Bench bench;
        ExperimentConfig config = synthetic();
        config.corruption.labels.fraction = 0.0;
        config.corruption.labels.draw = LabelDraw::AllClasses;
        config.corruption.pixels = PixelCorruption::Shuffled;
        bench.form.setConfig(config);
        QTRY_COMPARE(labelsOf(bench.view).size(), 12);
        QTRY_VERIFY(!stripOf(bench.view)->isDimmed());
        const QImage before = stripOf(bench.view)->thumbnails().front().image;
        bench.history.forget();
        QTest::mouseClick(button(bench.view, "New draw"), Qt::LeftButton);
        QVERIFY(bench.form.config().seeds.pixels.has_value());
        QVERIFY(!bench.form.config().seeds.labels);
        QTRY_VERIFY(stripOf(bench.view)->thumbnails().front().image != before);

        config.corruption.labels.fraction = 1.0;
        bench.form.setConfig(config);
        bench.history.forget();
        QTRY_VERIFY(button(bench.view, "New draw")->isEnabled());
        QTest::mouseClick(button(bench.view, "New draw"), Qt::LeftButton);
        QVERIFY(bench.form.config().seeds.pixels.has_value());
        QCOMPARE(bench.form.config().seeds.labels, bench.form.config().seeds.pixels);
        bench.history.stack().undo();   // one change
        QVERIFY(bench.form.config() == config);
    }

    void aNewDrawKeepsWhatIsTypedElsewhere() {
        Bench bench;
        auto* epochs = bench.form.findChild<QWidget*>(QStringLiteral("training.epochs"))->findChild<QLineEdit*>();
        epochs->setFocus();
        epochs->selectAll();
        QTest::keyClicks(epochs, QStringLiteral("many"));
        QVERIFY(!bench.form.problems().empty());
        QTRY_VERIFY(button(bench.view, "New draw")->isEnabled());
        QTest::mouseClick(button(bench.view, "New draw"), Qt::LeftButton);
        QVERIFY(bench.form.config().seeds.labels.has_value());
        QVERIFY(!bench.form.problems().empty());
        QCOMPARE(epochs->text(), QStringLiteral("many"));
    }

    void nothingIsDrawnAnewWhereNothingIsDrawn() {
        PreviewView view(madeUp, nullptr);
        view.show();
        ExperimentConfig config = synthetic();
        config.corruption.labels.fraction = 0.0;
        config.corruption.labels.draw = LabelDraw::AllClasses;
        view.setExperiment(config, {});
        QVERIFY(!button(view, "New draw")->isEnabled());
        QVERIFY(button(view, "New draw")->toolTip().contains("share of corrupted labels is 0"));
        config.corruption.labels.fraction = 1.0;
        config.corruption.labels.draw = LabelDraw::Reference;
        view.setExperiment(config, {});
        QVERIFY(!button(view, "New draw")->isEnabled());
        config.corruption.labels.draw = LabelDraw::WrongClasses;
        view.setExperiment(config, {});
        QVERIFY(button(view, "New draw")->isEnabled());
    }

    void theSliderMovesThePicture() {
        Bench bench;
        QTRY_COMPARE(labelsOf(bench.view).size(), 12);
        bench.form.findChild<QSlider*>()->setValue(0);
        QTRY_COMPARE(shareOf(bench.view), QStringLiteral("0 of 2,000 labels differ: 0.0 % (expected 0.0 %)"));
        QCOMPARE(stripOf(bench.view)->accessibleDescription(), QStringLiteral("12 images; no label changed"));
    }

    void tabGoesFromTheCorruptionThroughThePreviewToTheModel() {
        Bench bench;
        QTRY_VERIFY(button(bench.view, "Other images")->isEnabled());
        bench.form.focusField(QStringLiteral("corruption.pixels"));
        const auto tabTo = [](const QWidget* wanted) {
            for (int i = 0; i < 3 && QApplication::focusWidget() != wanted; ++i) {
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            }
            return QApplication::focusWidget() == wanted;
        };
        QVERIFY(tabTo(stripOf(bench.view)));
        QVERIFY(tabTo(button(bench.view, "Other images")));
        QVERIFY(tabTo(button(bench.view, "New draw")));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        const auto* header = qobject_cast<SectionHeader*>(QApplication::focusWidget());
        QVERIFY(header != nullptr);
        QCOMPARE(header->text(), QStringLiteral("Model"));
    }

    void everyControlHasAName() {
        Bench bench;
        for (const auto* widget : bench.view.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus) continue;
            const auto* named = qobject_cast<const QPushButton*>(widget);
            QVERIFY(!widget->accessibleName().isEmpty() || (named && !named->text().isEmpty()));
        }
    }
};

QTEST_MAIN(TestPreviewView)
#include "test_preview_view.moc"
