#include "ui/quick_start/example_strip.h"

#include <QPainter>

namespace overfit::ui {

namespace {

constexpr int places = 8;
constexpr int placeWidth = 84;

}   // namespace

ExampleStrip::ExampleStrip(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);   // a narrow window shows fewer
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.92);
    setFont(small);
}

void ExampleStrip::setExamples(std::vector<LabelledThumbnail> examples) {
    examples_ = std::move(examples);
    QStringList words;
    for (const LabelledThumbnail& example : examples_) {
        words << (example.changed() ? tr("%1 called %2").arg(example.trueLabel, example.givenLabel) : example.trueLabel);
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QSize ExampleStrip::sizeHint() const { return {places * placeWidth, thumbnailHeight(fontMetrics())}; }

QSize ExampleStrip::minimumSizeHint() const { return {3 * placeWidth, sizeHint().height()}; }

void ExampleStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int fitting = qMin(places, width() / placeWidth);
    const int left = (width() - fitting * placeWidth) / 2;
    for (int i = 0; i < fitting; ++i) {
        const QRect place(left + i * placeWidth, 0, placeWidth, height());
        if (i < static_cast<int>(examples_.size())) {
            paintThumbnail(painter, place, examples_[static_cast<std::size_t>(i)], palette());
        } else {
            paintEmptyThumbnail(painter, place, palette());
        }
    }
}

}   // namespace overfit::ui
