#include "ui/charts/chart_style.h"

#include "core/exports/figure_metrics.h"
#include "core/exports/line_style.h"

#include <QCoreApplication>
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

QString text(std::string_view words) { return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())); }

QColor standingOut(QColor colour, const QColor& background, double least) {
    const QColor away = luminance(background) > 0.2 ? Qt::black : Qt::white;
    for (int step = 0; step < 20 && contrast(colour, background) < least; ++step) colour = mixed(colour, away, 0.08);
    return colour;
}

}   // namespace

QColor runColour(int index) { return QColor::fromRgb(run_colour(index)); }

QColor readableOn(QColor colour, const QColor& background) { return standingOut(colour, background, 3.0); }

QColor faintTextOn(const QPalette& palette, const QColor& background) {
    return standingOut(palette.color(QPalette::PlaceholderText), background, 4.5);
}

bool isDark(const QPalette& palette) { return luminance(palette.color(QPalette::Window)) < 0.2; }

ChartTheme chartTheme(const QPalette& palette) {
    const QColor base = palette.color(QPalette::Base), text = palette.color(QPalette::Text);
    const bool dark = isDark(palette);
    return {
        .background = base,
        .paper = base,
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
    if (const auto dashes = line_dashes(quantity); !dashes.empty())
        pen.setDashPattern(QList<qreal>(dashes.begin(), dashes.end()));
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QString quantityTitle(MetricQuantity quantity) { return text(quantity_title(quantity)); }

NumberStyle numberStyle(MetricUnit unit) { return unit == MetricUnit::Fraction ? NumberStyle::Percent : NumberStyle::Plain; }

QString unitTitle(MetricUnit unit) { return text(unit_title(unit)); }

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
