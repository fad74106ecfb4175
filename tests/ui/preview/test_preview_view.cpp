// The preview as a person meets it: beside the form, with real and with made-up previews.

#include "core/support/error.h"
#include "core/support/stopped.h"
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
#include <QThread>
#include <QVBoxLayout>
#include <atomic>
#include <mutex>
#include <semaphore>

using namespace overfit;
using namespace overfit::ui;

namespace {

ExperimentConfig synthetic() {
    ExperimentConfig config;
    config.data.dataset = "synthetic";
    config.corruption.labels.fraction = 1.0;
    return config;
}

/// Two images of two classes; as many changed labels as the label seed says.
ExperimentPreview madeUp(const PreviewRequest& request, const std::stop_token& = {}) {
    ExperimentPreview preview{.dataset = "synthetic",
                              .shape = {.channels = 1, .height = 1, .width = 1},
                              .class_names = {"Pullover", "Sneaker"},
                              .images = {{.index = 7, .true_label = 0, .given_label = 1, .shown = {0}},
                                         {.index = 9, .true_label = 1, .given_label = 1, .shown = {255}}},
                              .labels = {.examples = 5'000, .changed = 0, .classes = 10}};
    preview.labels.changed = static_cast<std::int64_t>(request.config.seeds.labels.value_or(0));
    preview.expected_changed_fraction = 0.9;
    return preview;
}

/// Makes previews up and notes which label seeds were asked for, in order.
struct Asked {
    PreviewLoader::Make make() {
        return [this](const PreviewRequest& request, const std::stop_token&) {
            const std::lock_guard lock(mutex);
            seeds.push_back(request.config.seeds.labels.value_or(0));
            return madeUp(request);
        };
    }
    std::vector<std::uint64_t> all() const {
        const std::lock_guard lock(mutex);
        return seeds;
    }

    mutable std::mutex mutex;
    std::vector<std::uint64_t> seeds;   // guarded by mutex
};
using Seeds = std::vector<std::uint64_t>;

ExperimentConfig seeded(std::uint64_t seed) {
    ExperimentConfig config = synthetic();
    config.seeds.labels = seed;
    return config;
}

/// The form with the preview in it, connected as the window does it.
class Bench {
public:
    Bench() {
        form.setPreview(&view);
        QObject::connect(&form, &ExperimentForm::configChanged, &view, [this] { tell(); });
        QObject::connect(&form, &ExperimentForm::problemsChanged, &view, [this] { tell(); });
        QObject::connect(&view, &PreviewView::newDrawRequested, &form, [this](quint64 seed) {
            form.edit(QStringLiteral("seeds.labels"), FieldValue(std::uint64_t{seed}));
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

PreviewStrip* stripOf(const QWidget& view) { return view.findChild<PreviewStrip*>(); }
QString noteOf(const QWidget& view) {
    const auto* note = view.findChild<NoteLabel*>();
    return note->isVisible() ? note->text() : QString();
}
/// The line of the share; NoteLabel is a QLabel, too.
QString shareOf(const QWidget& view) {
    for (const auto* label : view.findChildren<QLabel*>()) {
        if (qobject_cast<const NoteLabel*>(label) == nullptr) return label->text().replace(QChar::Nbsp, QLatin1Char(' '));
    }
    return {};
}
QPushButton* button(const QWidget& view, const char* text) {
    for (auto* each : view.findChildren<QPushButton*>()) {
        if (each->text() == QString::fromUtf8(text)) return each;
    }
    qFatal("no such button");
}
QStringList labelsOf(const QWidget& view) {
    QStringList labels;
    for (const LabelledThumbnail& each : stripOf(view)->thumbnails()) labels << each.trueLabel + '>' + each.givenLabel;
    return labels;
}

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

    void theNewestRequestWinsAndThoseOvertakenAreNeverMade() {
        std::atomic<int> made = 0;
        std::counting_semaphore<> go(0);
        {
            PreviewView view(
                [&](const PreviewRequest& request, const std::stop_token&) {
                    ++made;
                    go.acquire();
                    return madeUp(request);
                },
                nullptr);
            view.show();
            for (std::uint64_t seed = 1; seed <= 50; ++seed) view.setExperiment(seeded(seed), {});
            QTRY_COMPARE(made.load(), 1);
            go.release(2);
            QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("50 of 5,000")));
        }
        QCOMPARE(made.load(), 2);
    }

    void photographsAreDecodedOnlyOnRequest() {
        Asked asked;
        PreviewView view(asked.make(), nullptr);
        ExperimentConfig config = seeded(1);
        config.data.dataset = "image-folder";
        view.show();
        view.setExperiment(config, {});
        QTRY_VERIFY2(noteOf(view).contains("photographs"), qPrintable(noteOf(view)));
        config.seeds.labels = 2;
        view.setExperiment(config, {});
        QTest::mouseClick(button(view, "Show images"), Qt::LeftButton);
        QTRY_COMPARE(asked.all(), Seeds({2}));
        config.seeds.labels = 3;
        view.setExperiment(config, {});
        QTRY_COMPARE(asked.all(), Seeds({2, 3}));   // asked for once, seen from then on
    }

    void otherDataEndsWhatIsBeingDecoded() {
        std::atomic<int> begun = 0, stopped = 0;
        PreviewView view(
            [&](const PreviewRequest& request, const std::stop_token& stop) {
                ++begun;
                while (request.config.data.dataset == "mnist" && !stop.stop_requested()) QThread::msleep(1);
                if (stop.stop_requested()) ++stopped;
                throw_if_stopped(stop);
                return madeUp(request);
            },
            nullptr);
        view.show();
        ExperimentConfig slow = seeded(1);
        slow.data.dataset = "mnist";
        view.setExperiment(slow, {});
        QTRY_COMPARE(begun.load(), 1);
        slow.corruption.labels.fraction = 0.5;   // of the same images: what is decoded serves this one, too
        view.setExperiment(slow, {});
        QTest::qWait(30);
        QCOMPARE(stopped.load(), 0);
        view.setExperiment(seeded(7), {});
        QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("7 of 5,000")));
        QCOMPARE(stopped.load(), 1);
        QCOMPARE(begun.load(), 2);
        QCOMPARE(noteOf(view), QString());   // a stop is nothing to tell
    }

    void closingEndsWhatIsBeingDecoded() {
        std::atomic<bool> begun = false, stopped = false;
        {
            PreviewView view(
                [&](const PreviewRequest& request, const std::stop_token& stop) {
                    begun = true;
                    while (!stop.stop_requested()) QThread::msleep(1);   // for ever, if nobody asks
                    stopped = true;
                    throw_if_stopped(stop);
                    return madeUp(request);
                },
                nullptr);
            view.show();
            view.setExperiment(seeded(1), {});
            QTRY_VERIFY(begun.load());
        }
        QVERIFY(stopped.load());
    }

    void readsNothingWhileItIsHidden() {
        Asked asked;
        PreviewView view(asked.make(), nullptr);
        view.setExperiment(seeded(3), {});   // would be made at once
        view.setExperiment(seeded(4), {});
        view.show();
        QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("4 of 5,000")));
        QCOMPARE(asked.all(), Seeds({4}));
    }

    void aProblemOfTheTrainingChangesNoPicture() {
        Asked asked;
        PreviewView view(asked.make(), nullptr);
        view.show();
        view.setExperiment(seeded(3), {});
        QTRY_VERIFY(!shareOf(view).isEmpty());
        view.setExperiment(seeded(3), {{"training.epochs", "expected at least 1, found 0"}});
        QVERIFY(!stripOf(view)->isDimmed());
        view.setExperiment(seeded(4), {});
        QTRY_VERIFY(shareOf(view).startsWith(QStringLiteral("4 of 5,000")));
        QCOMPARE(asked.all(), Seeds({3, 4}));
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

    void endsWhileAPictureIsBeingMade() {
        auto view = std::make_unique<PreviewView>(
            [](const PreviewRequest& request, const std::stop_token&) {
                QThread::msleep(50);
                return madeUp(request);
            },
            nullptr);
        view->show();
        view->setExperiment(seeded(1), {});
        view.reset();   // waits for its thread
    }
};

QTEST_MAIN(TestPreviewView)
#include "test_preview_view.moc"
