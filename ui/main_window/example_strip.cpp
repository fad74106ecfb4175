#include "ui/main_window/example_strip.h"

#include <QPainter>

namespace overfit::ui {

namespace {

constexpr int places = 8;
constexpr int imageSide = 56;   // twice Fashion-MNIST's 28 pixels: sharp at scale 1 and 2
constexpr int placeWidth = 84;
constexpr int gap = 4;

}   // namespace

ExampleStrip::ExampleStrip(Labels labels, QWidget* parent) : QWidget(parent), labels_(labels) {
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);   // a narrow window shows fewer
}

void ExampleStrip::setExamples(std::vector<ExampleImage> examples) {
    examples_ = std::move(examples);
    QStringList words;
    for (const ExampleImage& example : examples_) {
        words << (labels_ == Labels::True ? example.trueLabel
                                          : tr("%1 called %2").arg(example.trueLabel, example.givenLabel));
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QSize ExampleStrip::sizeHint() const { return {places * placeWidth, imageSide + gap + fontMetrics().height() + 2}; }

QSize ExampleStrip::minimumSizeHint() const { return {3 * placeWidth, sizeHint().height()}; }

void ExampleStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.92);
    painter.setFont(small);
    const int fitting = qMin(places, width() / placeWidth);
    painter.translate((width() - fitting * placeWidth) / 2, 0);
    for (int place = 0; place < fitting; ++place) {
        const QRect image(place * placeWidth + (placeWidth - imageSide) / 2, 0, imageSide, imageSide);
        if (place >= static_cast<int>(examples_.size())) {
            painter.fillRect(image, palette().color(QPalette::Midlight));
            continue;
        }
        const ExampleImage& example = examples_[static_cast<std::size_t>(place)];
        painter.drawImage(image, example.image);
        const bool changed = labels_ == Labels::Given && example.givenLabel != example.trueLabel;
        painter.setPen(palette().color(changed ? QPalette::Link : QPalette::WindowText));
        small.setBold(changed);
        painter.setFont(small);
        const QRect words(place * placeWidth, imageSide + gap, placeWidth, height() - imageSide - gap);
        const QString label = labels_ == Labels::True ? example.trueLabel : example.givenLabel;
        painter.drawText(words, Qt::AlignHCenter | Qt::AlignTop | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(label, Qt::ElideRight, placeWidth - 4));
    }
}

}   // namespace overfit::ui
