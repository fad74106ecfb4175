#include "ui/charts/chart_style.h"

#include <QCoreApplication>
#include <array>
#include <cmath>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::Chart", text); }

double luminance(const QColor& colour) {
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](float x, float y) { return static_cast<float>((1.0 - share) * x + share * y); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

/// In multiples of the line width, for flat caps.
QList<qreal> dashes(MetricQuantity quantity) {
    switch (quantity) {
        case MetricQuantity::Test: return {5.0, 2.5};
        case MetricQuantity::TestCorrupted: return {5.0, 2.0, 1.2, 2.0, 1.2, 2.0};
        case MetricQuantity::Validation: return {6.0, 2.5, 1.2, 2.5};
        case MetricQuantity::Clean: return {6.5, 1.8};
        case MetricQuantity::Corrupted: return {2.5, 1.8};
        case MetricQuantity::CorruptedAsTrue: return {2.5, 1.8, 2.5, 4.5};
        case MetricQuantity::Running: return {1.0, 1.6};
        case MetricQuantity::Train:
        case MetricQuantity::Other: break;
    }
    return {};
}

}   // namespace

QColor runColour(int index) {
    static constexpr std::array<QRgb, 14> colours{
        0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000,
        0xaa3377, 0x4477aa, 0xee6677, 0x228833, 0x66ccee, 0xccbb44, 0x7f7f7f,
    };
    return QColor::fromRgb(colours[static_cast<std::size_t>(index) % colours.size()]);
}

QColor readableOn(QColor colour, const QColor& background) {
    const QColor away = luminance(background) > 0.2 ? Qt::black : Qt::white;
    for (int step = 0; step < 20 && contrast(colour, background) < 3.0; ++step) colour = mixed(colour, away, 0.08);
    return colour;
}

bool isDark(const QPalette& palette) { return luminance(palette.color(QPalette::Window)) < 0.2; }

ChartTheme chartTheme(const QPalette& palette) {
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    const bool dark = isDark(palette);
    return {
        .background = base,
        .text = text,
        .faintText = mixed(base, text, 0.66),
        .grid = mixed(base, text, dark ? 0.14 : 0.10),
        .axis = mixed(base, text, 0.35),
        .reference = mixed(base, text, 0.55),
        .failure = dark ? QColor(255, 107, 107) : QColor(198, 40, 40),
        .panel = dark ? mixed(base, text, 0.08) : base,
        .panelEdge = mixed(base, text, 0.25),
    };
}

ChartTheme paperTheme() {
    QPalette palette;
    palette.setColor(QPalette::Window, Qt::white);
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::Text, QColor(26, 26, 26));
    return chartTheme(palette);
}

QPen curvePen(const QColor& colour, MetricQuantity quantity, double width) {
    QPen pen(colour, width);
    pen.setJoinStyle(Qt::BevelJoin);   // round ones look the same at 1.5 px and paint five times slower
    if (const QList<qreal> pattern = dashes(quantity); !pattern.isEmpty()) {
        pen.setDashPattern(pattern);
    }
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QString quantityTitle(MetricQuantity quantity) {
    switch (quantity) {
        case MetricQuantity::Train: return tr("train");
        case MetricQuantity::Test: return tr("test");
        case MetricQuantity::TestCorrupted: return tr("test, corrupted");
        case MetricQuantity::Validation: return tr("validation");
        case MetricQuantity::Clean: return tr("clean");
        case MetricQuantity::Corrupted: return tr("corrupted");
        case MetricQuantity::CorruptedAsTrue: return tr("corrupted as true");
        case MetricQuantity::Running: return tr("running mean");
        case MetricQuantity::Other: break;
    }
    return {};
}

NumberStyle numberStyle(MetricUnit unit) { return unit == MetricUnit::Fraction ? NumberStyle::Percent : NumberStyle::Plain; }

QString unitTitle(MetricUnit unit) {
    switch (unit) {
        case MetricUnit::Nats: return tr("nats");
        case MetricUnit::ImagesPerSecond: return tr("images/s");
        case MetricUnit::Fraction:
        case MetricUnit::Rate: break;
    }
    return {};
}

QString axisTitle(XAxis axis) {
    switch (axis) {
        case XAxis::Epoch: return tr("epoch");
        case XAxis::Step: return tr("step");
        case XAxis::Time: break;
    }
    return tr("time (s)");
}

NumberStyle numberStyle(XAxis axis) { return axis == XAxis::Time ? NumberStyle::Plain : NumberStyle::Whole; }

}   // namespace overfit::ui
