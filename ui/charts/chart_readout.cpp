#include "ui/charts/chart_readout.h"

#include "ui/charts/cut_name.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLineF>
#include <algorithm>
#include <cmath>
#include <limits>

namespace overfit::ui {

namespace {

/// The index of the entry of ascending `x` nearest to `value`; x is not empty.
std::size_t nearestIndex(const std::vector<double>& x, double value) {
    const auto after = std::lower_bound(x.begin(), x.end(), value);
    if (after == x.begin()) return 0;
    if (after == x.end()) return x.size() - 1;
    const auto index = static_cast<std::size_t>(after - x.begin());
    return value - x[index - 1] <= x[index] - value ? index - 1 : index;
}

const std::vector<double>& drawnValues(const ShownLine& shown) {
    return shown.smoothed.empty() ? shown.line->curve.y : shown.smoothed;
}

QPointF drawnPoint(const ShownLine& shown, std::size_t i, const ChartGeometry& geometry) {
    return {geometry.sceneX(shown.line->curve.x[i]), geometry.sceneY(drawnValues(shown)[i])};
}

double distanceToSegment(QPointF p, QPointF a, QPointF b) {
    const QPointF d = b - a;
    const double length = QPointF::dotProduct(d, d);
    const double at = length > 0.0 ? std::clamp(QPointF::dotProduct(p - a, d) / length, 0.0, 1.0) : 0.0;
    return QLineF(p, a + at * d).length();
}

/// A line's name in the read-out: run and quantity; only the run's name is shortened.
QString rowName(const ChartLine& line, const QStringList& names, const QFontMetricsF& metrics, double room) {
    QString quantity = quantityTitle(line.metric->quantity);
    if (!quantity.isEmpty()) quantity.prepend(QStringLiteral("  "));
    return cutName(line.runName, names, metrics, room - metrics.horizontalAdvance(quantity)) + quantity;
}

struct PanelRow {
    const ReadoutRow* row;
    QString name, value;
};

constexpr double sample = 18.0, gap = 8.0, margin = 7.0;
constexpr double mostRows = 14.0;   // more hide the curves that they are about

/// The rows that fit, around the nearest one.
std::pair<std::size_t, std::size_t> rowsThatFit(const Readout& readout, std::size_t most) {
    const std::size_t count = readout.rows.size();
    if (count <= most) return {0, count};
    const auto nearest = std::find_if(readout.rows.begin(), readout.rows.end(), [](const auto& row) { return row.nearest; });
    const auto at = static_cast<std::size_t>(nearest - readout.rows.begin());
    const std::size_t first = std::min(at > most / 2 ? at - most / 2 : 0, count - most);
    return {first, first + most};
}

}   // namespace

std::optional<Readout> readoutAt(std::span<const ShownLine> lines, const ChartContent& content,
                                 const ChartGeometry& geometry, QPointF pointer) {
    if (!geometry.plot.contains(pointer)) return std::nullopt;
    const double wanted = geometry.valueAtX(pointer.x());
    double snapped = 0.0, distance = std::numeric_limits<double>::infinity();
    for (const ShownLine& shown : lines) {
        const auto& x = shown.line->curve.x;
        if (!shown.visible || x.empty()) continue;
        const double candidate = x[nearestIndex(x, wanted)];
        if (std::abs(candidate - wanted) < distance) {
            distance = std::abs(candidate - wanted);
            snapped = candidate;
        }
    }
    if (!std::isfinite(distance)) return std::nullopt;

    Readout readout;
    readout.x = snapped;
    readout.title = content.axis == XAxis::Time ? numberText(snapped, NumberStyle::Plain) + QStringLiteral("\u00a0s")
                                                : axisTitle(content.axis) + u' ' + numberText(snapped, NumberStyle::Whole);
    const NumberStyle style = numberStyle(content.unit);
    for (const ShownLine& shown : lines) {
        const auto& curve = shown.line->curve;
        // A run that ended earlier or began later has no value here.
        if (!shown.visible || curve.x.empty() || snapped < curve.x.front() || snapped > curve.x.back()) continue;
        const std::size_t i = nearestIndex(curve.x, snapped);
        ReadoutRow row{.line = shown.line, .x = curve.x[i], .y = curve.y[i], .value = numberText(curve.y[i], style)};
        if (const auto& band = shown.line->band; band && std::isfinite(band->high[i])) {
            row.value += QStringLiteral(" ± ") + numberText((band->high[i] - band->low[i]) / 2.0, style);
        }
        if (!shown.smoothed.empty()) row.smoothedValue = numberText(shown.smoothed[i], style);
        row.point = drawnPoint(shown, i, geometry);
        readout.rows.push_back(std::move(row));
    }
    std::stable_sort(readout.rows.begin(), readout.rows.end(), [](const ReadoutRow& a, const ReadoutRow& b) {
        return (std::isnan(a.y) ? -HUGE_VAL : a.y) > (std::isnan(b.y) ? -HUGE_VAL : b.y);
    });
    const auto nearest = std::min_element(readout.rows.begin(), readout.rows.end(), [&](const auto& a, const auto& b) {
        const auto away = [&](const ReadoutRow& row) {
            return std::isfinite(row.point.y()) ? std::abs(row.point.y() - pointer.y()) : HUGE_VAL;
        };
        return away(a) < away(b);
    });
    if (nearest != readout.rows.end()) nearest->nearest = true;
    return readout;
}

std::optional<double> nextPlace(std::span<const ShownLine> lines, double from, int direction) {
    std::optional<double> best;
    for (const ShownLine& shown : lines) {
        const auto& x = shown.line->curve.x;
        if (!shown.visible) continue;
        std::optional<double> candidate;
        if (direction > 0) {
            if (const auto next = std::upper_bound(x.begin(), x.end(), from); next != x.end()) candidate = *next;
            if (candidate && (!best || *candidate < *best)) best = candidate;
        } else {
            if (const auto next = std::lower_bound(x.begin(), x.end(), from); next != x.begin()) candidate = *(next - 1);
            if (candidate && (!best || *candidate > *best)) best = candidate;
        }
    }
    return best;
}

QString readoutText(const Readout& readout) {
    constexpr std::size_t most = 8;   // what one can listen to
    QStringList rows;
    for (std::size_t i = 0; i < std::min(most, readout.rows.size()); ++i) {
        const ReadoutRow& row = readout.rows[i];
        const QString quantity = quantityTitle(row.line->metric->quantity);
        QString words = row.line->runName + (quantity.isEmpty() ? QString() : u' ' + quantity) + u' ' + row.value;
        if (!row.smoothedValue.isEmpty())
            words += QCoreApplication::translate("overfit::ui::Chart", ", smoothed %1").arg(row.smoothedValue);
        rows << words;
    }
    if (readout.rows.size() > most)
        rows << QCoreApplication::translate("overfit::ui::Chart", "%1 more").arg(readout.rows.size() - most);
    return readout.title + QStringLiteral(": ") + rows.join(QStringLiteral("; "));
}

const ChartLine* lineNear(std::span<const ShownLine> lines, const ChartGeometry& geometry, QPointF pointer, double reach) {
    const ChartLine* nearest = nullptr;
    double best = reach;
    for (const ShownLine& shown : lines) {
        const auto& x = shown.line->curve.x;
        if (!shown.visible || x.empty()) continue;
        const auto from = std::lower_bound(x.begin(), x.end(), geometry.valueAtX(pointer.x() - reach));
        const auto to = std::upper_bound(from, x.end(), geometry.valueAtX(pointer.x() + reach));
        const auto first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, from - x.begin() - 1));
        const auto last = std::min(x.size() - 1, static_cast<std::size_t>(to - x.begin()));
        for (std::size_t i = first; i <= last; ++i) {
            const QPointF a = drawnPoint(shown, i, geometry);
            const QPointF b = i < last ? drawnPoint(shown, i + 1, geometry) : a;
            const double away = distanceToSegment(pointer, a, b);
            if (away <= best) {   // false for a point that is not finite
                best = away;
                nearest = shown.line;
            }
        }
    }
    return nearest;
}

void paintReadout(QPainter& painter, const Readout& readout, const ChartGeometry& geometry, const ChartTheme& theme,
                  QPointF pointer) {
    const double x = geometry.sceneX(readout.x);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme.axis, 1.0));
    if (x >= geometry.plot.left() && x <= geometry.plot.right())
        painter.drawLine(QPointF(x, geometry.plot.top()), QPointF(x, geometry.plot.bottom()));
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (const ReadoutRow& row : readout.rows) {
        if (!geometry.plot.contains(row.point)) continue;
        painter.setPen(QPen(theme.background, 1.0));
        painter.setBrush(readableOn(row.line->colour, theme.background));
        const double radius = row.nearest ? 4.0 : 2.75;
        painter.drawEllipse(row.point, radius, radius);
    }
    if (readout.rows.empty()) return;

    const QFont plain = painter.font();
    QFont bold = plain;
    bold.setBold(true);
    const QFontMetricsF metrics(bold);
    const double rowHeight = std::ceil(metrics.height()) + 2.0;
    const auto most =
        static_cast<std::size_t>(std::clamp((geometry.plot.height() - 2 * margin) / rowHeight - 2.0, 3.0, mostRows));
    const auto [first, last] = rowsThatFit(readout, most);

    std::vector<PanelRow> rows;
    QStringList names;
    for (std::size_t i = first; i < last; ++i) names << readout.rows[i].line->runName;
    double nameWidth = 0.0, valueWidth = 0.0;
    for (std::size_t i = first; i < last; ++i) {
        const ReadoutRow& row = readout.rows[i];
        QString value = row.value;
        if (!row.smoothedValue.isEmpty()) value += QStringLiteral("  (") + row.smoothedValue + u')';
        const double room = std::max(80.0, geometry.plot.width() * 0.55);
        rows.push_back({&row, rowName(*row.line, names, metrics, room), value});
        nameWidth = std::max(nameWidth, metrics.horizontalAdvance(rows.back().name));
        valueWidth = std::max(valueWidth, metrics.horizontalAdvance(value));
    }
    const std::size_t more = readout.rows.size() - rows.size();
    const double width = 2 * margin + sample + gap + nameWidth + 2 * gap + valueWidth;
    const double height = 2 * margin + rowHeight * static_cast<double>(rows.size() + 1 + (more > 0));
    QRectF panel(x + 14.0, pointer.y() + 14.0, width, height);
    if (panel.right() > geometry.plot.right() + 4.0) panel.moveRight(x - 14.0);
    if (panel.left() < 2.0) panel.moveLeft(2.0);
    panel.moveTop(std::clamp(panel.top(), 2.0, std::max(2.0, geometry.plot.bottom() - height)));

    QColor fill = theme.panel;
    fill.setAlphaF(0.94f);
    painter.setPen(QPen(theme.panelEdge, 1.0));
    painter.setBrush(fill);
    painter.drawRoundedRect(panel.adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);

    QRectF line(panel.left() + margin, panel.top() + margin, panel.width() - 2 * margin, rowHeight);
    painter.setFont(plain);
    painter.setPen(theme.faintText);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, readout.title);
    for (const PanelRow& row : rows) {
        line.translate(0.0, rowHeight);
        const double middle = line.center().y();
        painter.setPen(curvePen(readableOn(row.row->line->colour, theme.panel), row.row->line->metric->quantity, 2.0));
        painter.drawLine(QPointF(line.left(), middle), QPointF(line.left() + sample, middle));
        painter.setFont(row.row->nearest ? bold : plain);
        painter.setPen(theme.text);
        const QRectF text = line.adjusted(sample + gap, 0.0, 0.0, 0.0);
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, row.name);
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, row.value);
    }
    if (more > 0) {
        line.translate(0.0, rowHeight);
        painter.setFont(plain);
        painter.setPen(theme.faintText);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("… %1 more").arg(more));
    }
}

}   // namespace overfit::ui
