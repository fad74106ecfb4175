// The painted strip: marks, columns, keys, tool tips.

#include "core/data/dataset.h"
#include "ui/preview/labelled_thumbnail.h"
#include "ui/preview/preview_strip.h"
#include "ui/settings/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

using namespace overfit;
using namespace overfit::ui;

namespace {

LabelledThumbnail thumbnail(const char* trueLabel, const char* givenLabel) {
    QImage image(28, 28, QImage::Format_RGB32);
    image.fill(QColor(60, 60, 60));
    return {image, QString::fromUtf8(trueLabel), QString::fromUtf8(givenLabel)};
}

int countOf(const QImage& picture, const QRect& place, const QColor& colour) {
    int count = 0;
    for (int y = place.top(); y <= place.bottom(); ++y) {
        for (int x = place.left(); x <= place.right(); ++x) count += picture.pixelColor(x, y) == colour ? 1 : 0;
    }
    return count;
}

double luminance(const QColor& colour) {
    const auto linear = [](double part) { return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}   // namespace

class TestPreviewStrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        QApplication::setPalette(lightPalette());
        strip_ = std::make_unique<PreviewStrip>(12);
        std::vector<LabelledThumbnail> thumbnails;
        QStringList words;
        for (int i = 0; i < 12; ++i) {
            thumbnails.push_back(i % 2 == 0 ? thumbnail("Coat", "Bag") : thumbnail("Coat", "Coat"));
            words << QStringLiteral("thumbnail %1").arg(i);
        }
        strip_->setThumbnails(std::move(thumbnails), words);
        strip_->resize(320, strip_->heightForWidth(320));
        strip_->show();
        QVERIFY(QTest::qWaitForWindowExposed(strip_.get()));
        strip_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(strip_.get()));
    }
    void cleanup() { strip_.reset(); }

    void changedLabelsAreMarkedByFrameAndCorner() {
        const QImage picture = strip_->grab().toImage();
        const QColor mark = changedColour(strip_->palette());
        for (int i = 0; i < 12; ++i) {
            const QRect place = strip_->placeOf(i);
            const QRect image(place.left() + (place.width() - thumbnailSide) / 2, place.top(), thumbnailSide, thumbnailSide);
            const bool changed = i % 2 == 0;
            QCOMPARE(picture.pixelColor(image.left(), image.center().y()) == mark, changed);
            QCOMPARE(picture.pixelColor(image.right() - 3, image.top() + 3) == mark, changed);   // the folded corner
        }
    }

    void theTrueLabelStandsBelowOnlyWhereItDiffers() {
        strip_->clearFocus();   // no ring in the picture
        const QImage picture = strip_->grab().toImage();
        for (int i = 0; i < 12; ++i) {
            const QRect place = strip_->placeOf(i);
            const QRect secondLine(place.left(), place.bottom() - strip_->fontMetrics().height() + 2, place.width(),
                                   strip_->fontMetrics().height() - 2);
            const int background = countOf(picture, secondLine, strip_->palette().color(QPalette::Window));
            QCOMPARE(background < secondLine.width() * secondLine.height(), i % 2 == 0);
        }
    }

    void theMarkStandsOutInBothThemes() {
        for (const QPalette& palette : {lightPalette(), darkPalette()}) {
            QVERIFY(contrast(changedColour(palette), palette.color(QPalette::Window)) >= 4.5);
        }
    }

    void columnsFillTheWidthInWholeRows() {
        for (const int width : {150, 240, 320, 460, 900, 2000}) {
            strip_->resize(width, strip_->heightForWidth(width));
            QCOMPARE(strip_->height(), strip_->heightForWidth(width));
            for (int i = 0; i < 12; ++i) {
                QVERIFY2(strip_->rect().contains(strip_->placeOf(i)), qPrintable(QString::number(width)));
                QVERIFY(strip_->placeOf(i).width() >= thumbnailWidth);
            }
        }
        QVERIFY(strip_->heightForWidth(900) < strip_->heightForWidth(320));
    }

    void arrowKeysWalkTheThumbnailsAndTellOfThem() {
        strip_->setFocus();
        QTest::keyClick(strip_.get(), Qt::Key_Down);   // the first key comes to the first of them
        QCOMPARE(strip_->current(), 0);
        QTRY_COMPARE(QToolTip::text(), QStringLiteral("thumbnail 0"));
        QTest::keyClick(strip_.get(), Qt::Key_Down);
        QCOMPARE(strip_->current(), 4);   // four columns at this width
        QTest::keyClick(strip_.get(), Qt::Key_End);
        QCOMPARE(strip_->current(), 11);
        QTest::keyClick(strip_.get(), Qt::Key_Right);
        QCOMPARE(strip_->current(), 11);
        QTest::keyClick(strip_.get(), Qt::Key_Up);
        QTest::keyClick(strip_.get(), Qt::Key_Left);
        QCOMPARE(strip_->current(), 6);
    }

    void thePointerTellsOfTheThumbnailBelowIt() {
        const QPoint at = strip_->placeOf(5).center();
        QHelpEvent help(QEvent::ToolTip, at, strip_->mapToGlobal(at));
        QApplication::sendEvent(strip_.get(), &help);
        QTRY_COMPARE(QToolTip::text(), QStringLiteral("thumbnail 5"));
    }

    void fewerThumbnailsThanPlacesLeaveNothingBehind() {
        strip_->setFocus();
        QTest::keyClick(strip_.get(), Qt::Key_End);
        strip_->setThumbnails({thumbnail("Coat", "Bag")}, {QStringLiteral("only one")});
        QCOMPARE(strip_->current(), 0);
        strip_->setThumbnails({}, {});
        QTest::keyClick(strip_.get(), Qt::Key_Right);
        QCOMPARE(strip_->current(), -1);
        strip_->grab();
    }

    void greyBytesBecomeGreyAndColoursKeepTheirOrder() {
        const std::vector<std::uint8_t> grey{1, 2, 3, 4, 5, 6};
        const QImage one = imageFrom({.channels = 1, .height = 2, .width = 3}, grey);
        QCOMPARE(one.size(), QSize(3, 2));
        QCOMPARE(one.pixelColor(1, 1), QColor(5, 5, 5));
        const QImage three = imageFrom({.channels = 3, .height = 1, .width = 2}, grey);
        QCOMPARE(three.pixelColor(1, 0), QColor(2, 4, 6));
    }

private:
    std::unique_ptr<PreviewStrip> strip_;
};

QTEST_MAIN(TestPreviewStrip)
#include "test_preview_strip.moc"
