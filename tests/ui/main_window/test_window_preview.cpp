// The preview in the window: what is seen there is what gets trained.

#include "tests/ui/main_window/desk.h"
#include "ui/preview/preview_strip.h"

using namespace overfit;
using namespace overfit::ui;

class TestWindowPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewDrawIsWhatGetsTrainedUnlessItIsUndone() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("drawn anew"));
        auto* strip = desk.find<PreviewStrip>();
        QTRY_COMPARE(strip->thumbnails().size(), std::size_t{12});
        const QString before = strip->accessibleDescription();

        desk.press("New draw");
        QTRY_VERIFY(strip->accessibleDescription() != before);
        const auto seed = desk.form()->config().seeds.labels;
        QVERIFY(seed.has_value());
        desk.press("Run");
        QTRY_VERIFY(desk.idle() && desk.runs().size() == 1);
        QCOMPARE(read_run_config(desk.runs().front().folder).seeds.labels, seed);

        desk.window->setFocus();
        QTest::keyClick(desk.window.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!desk.form()->config().seeds.labels);
        QTRY_COMPARE(strip->accessibleDescription(), before);
    }

    void aWrongCropDimsThePictureAndAMendedOneBringsItBack() {
        Desk desk;
        desk.open();
        desk.form()->setConfig(good("cropped"));
        auto* strip = desk.find<PreviewStrip>();
        QTRY_COMPARE(strip->thumbnails().size(), std::size_t{12});
        desk.form()->edit("data.crop", FieldValue(std::int64_t{99}));
        QVERIFY(strip->isDimmed());
        desk.form()->edit("data.crop", FieldValue(std::int64_t{12}));
        QTRY_VERIFY(!strip->isDimmed());
        QCOMPARE(strip->thumbnails().front().image.width(), 12);
    }
};

QTEST_MAIN(TestWindowPreview)
#include "test_window_preview.moc"
