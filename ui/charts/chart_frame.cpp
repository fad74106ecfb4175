#include "ui/charts/chart_frame.h"

#include "ui/charts/run_marker.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::Chart", text); }

QFont titleFont(const QFont& font) {
    QFont bold = font;
    bold.setWeight(QFont::DemiBold);
    return bold;
}

double widest(const QFontMetricsF& metrics, const std::vector<AxisTick>& ticks) {
    double width = 0.0;
    for (const AxisTick& tick : ticks) width = std::max(width, metrics.horizontalAdvance(tick.text));
    return width;
}

/// As many ticks as their texts leave room for.
std::vector<AxisTick> fittingXTicks(const ChartFrame& frame, NumberStyle style, const QFontMetricsF& metrics) {
    const ChartGeometry& geometry = frame.geometry;
    int most = std::max(2, static_cast<int>(geometry.plot.width() / 48.0));
    std::vector<AxisTick> ticks;
    for (; most >= 1; --most) {
        ticks = axisTicks(geometry.x, geometry.xScale, style, most);
        if (ticks.size() < 2) break;
        const double room = geometry.plot.width() / static_cast<double>(ticks.size());
        if (widest(metrics, ticks) + 14.0 <= room) break;
    }
    return ticks;
}

/// Broken between words; a word wider than a row is shortened.
std::vector<QString> wrapped(const QString& text, const QFontMetricsF& metrics, double room) {
    std::vector<QString> rows;
    for (const QString& word : text.split(u' ')) {
        const QString longer = rows.empty() ? word : rows.back() + u' ' + word;
        if (rows.empty() || metrics.horizontalAdvance(longer) > room)
            rows.push_back(metrics.elidedText(word, Qt::ElideRight, room));
        else
            rows.back() = longer;
    }
    return rows;
}

/// Notes stand beside the title where they fit, else below it.
void layOutNotes(ChartFrame& frame) {
    frame.noteRows.clear();
    frame.notesBesideTitle = true;
    if (frame.notes.isEmpty()) return;
    const QFontMetricsF metrics(frame.font);
    const QString all = frame.notes.join(QStringLiteral(" · "));
    const double width = metrics.horizontalAdvance(all), room = frame.size.width() - 8.0;
    const double title = QFontMetricsF(titleFont(frame.font)).horizontalAdvance(frame.title);
    frame.notesBesideTitle = title + 24.0 + width <= room - frame.cornerWidth;
    frame.noteRows = wrapped(all, metrics, room);
}

void paintNotes(QPainter& painter, const ChartFrame& frame, double line) {
    painter.setPen(frame.theme.faintText);
    double top = frame.notesBesideTitle ? 2.0 : 2.0 + line;
    const double right = frame.notesBesideTitle ? frame.size.width() - 8.0 - frame.cornerWidth : frame.size.width() - 8.0;
    for (const QString& note : frame.noteRows) {
        const QRectF row(4.0, top, right - 4.0, line);
        painter.drawText(
            row, (frame.notesBesideTitle ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine, note);
        top += line;
    }
}

void paintReferences(QPainter& painter, const ChartFrame& frame) {
    const QRectF& plot = frame.geometry.plot;
    for (const ReferenceLine& reference : frame.references) {
        const double y = frame.geometry.sceneY(reference.y);
        if (!(y >= plot.top() && y <= plot.bottom())) continue;
        painter.setPen(QPen(frame.theme.reference, 1.0, Qt::DashLine));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
}

void paintReferenceLabels(QPainter& painter, const ChartFrame& frame) {
    painter.setFont(frame.font);
    painter.setPen(frame.theme.reference);
    for (const auto& [place, words] : frame.referenceLabels) {
        if (!place.isEmpty()) painter.drawText(place, Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, words);
    }
}

void paintFailures(QPainter& painter, const ChartFrame& frame) {
    const QFontMetricsF metrics(frame.font);
    const QRectF& plot = frame.geometry.plot;
    double row = plot.top() + 4.0;
    for (const ChartMark& mark : frame.marks) {
        const double x = frame.geometry.sceneX(mark.x);
        if (!(x >= plot.left() && x <= plot.right())) continue;
        QPen pen(frame.theme.failure, 1.0, Qt::DashLine);
        painter.setPen(pen);
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const double middle = row + metrics.height() / 2.0, arm = 3.5;
        painter.setPen(QPen(frame.theme.failure, 2.0, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(x - arm, middle - arm), QPointF(x + arm, middle + arm));
        painter.drawLine(QPointF(x - arm, middle + arm), QPointF(x + arm, middle - arm));
        const double right = plot.right() - x - 14.0, left = x - plot.left() - 14.0;
        const QString text = metrics.elidedText(mark.text, Qt::ElideRight, std::max(right, left));
        const double width = metrics.horizontalAdvance(text);
        const QRectF box(width <= right || right >= left ? x + 9.0 : x - 9.0 - width, row, width, metrics.height());
        QColor halo = frame.theme.background;
        halo.setAlphaF(0.85f * halo.alphaF());
        painter.fillRect(box.adjusted(-2, 0, 2, 0), halo);
        painter.setPen(frame.theme.failure);
        painter.setFont(frame.font);
        painter.drawText(box, Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
        row += metrics.height() + 4.0;
        if (row + metrics.height() > plot.bottom()) row = plot.top() + 4.0;
    }
}

}   // namespace

void layOutFrame(ChartFrame& frame, const ChartContent& content) {
    const QFontMetricsF metrics(frame.font);
    const double line = std::ceil(metrics.height());
    const QString unit = unitTitle(content.unit);
    QStringList details;
    if (!unit.isEmpty()) details << unit;
    if (content.logY) details << tr("log scale");
    frame.title = details.isEmpty() ? content.title : content.title + QStringLiteral(" (") + details.join(u", ") + u')';
    frame.xTitle = axisTitle(content.axis) + (content.logX ? tr(", log scale") : QString());

    layOutNotes(frame);
    const double notes = frame.notesBesideTitle ? 0.0 : line * static_cast<double>(frame.noteRows.size());
    const double top = line + notes + 10.0, bottom = 2.0 * line + 10.0, right = 14.0;
    ChartGeometry& geometry = frame.geometry;
    geometry.plot = QRectF(0.0, top, frame.size.width() - right, std::max(20.0, frame.size.height() - top - bottom));
    const int most = std::max(2, static_cast<int>(geometry.plot.height() / (2.4 * line)));
    frame.yTicks = axisTicks(geometry.y, geometry.yScale, numberStyle(content.unit), most);
    // At least as wide as "100.0 %": charts above each other and a moving axis keep their left edge.
    const double left =
        std::ceil(std::max(metrics.horizontalAdvance(QStringLiteral("100.0\u00a0%")), widest(metrics, frame.yTicks))) + 10.0;
    geometry.plot.setLeft(std::min(left, frame.size.width() / 2.0));
    frame.xTicks = fittingXTicks(frame, numberStyle(content.axis), metrics);
}

void paintBelowCurves(QPainter& painter, const ChartFrame& frame) {
    if (frame.theme.background.alpha() > 0) painter.fillRect(QRectF(QPointF(), frame.size), frame.theme.background);
    const QFontMetricsF metrics(frame.font);
    const double line = std::ceil(metrics.height());
    const QRectF& plot = frame.geometry.plot;
    painter.setFont(titleFont(frame.font));
    painter.setPen(frame.theme.text);
    painter.drawText(QRectF(4.0, 2.0, frame.size.width() - 8.0, line), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     frame.title);
    painter.setFont(frame.font);
    if (!frame.emptyText.isEmpty()) {
        painter.setPen(frame.theme.faintText);
        const QRectF all(QPointF(), frame.size);
        painter.drawText(all.adjusted(24.0, line, -24.0, 0.0), Qt::AlignCenter | Qt::TextWordWrap, frame.emptyText);
        return;
    }
    paintNotes(painter, frame, line);
    painter.setPen(frame.theme.faintText);
    painter.drawText(QRectF(plot.left(), plot.bottom() + line + 6.0, plot.width(), line),
                     Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine, frame.xTitle);

    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const AxisTick& tick : frame.yTicks) {
        const double y = frame.geometry.sceneY(tick.value);
        painter.setPen(QPen(frame.theme.grid, 1.0));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(frame.theme.faintText);
        painter.drawText(QRectF(0.0, y - line, plot.left() - 6.0, 2.0 * line),
                         Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, tick.text);
    }
    for (const AxisTick& tick : frame.xTicks) {
        const double x = frame.geometry.sceneX(tick.value);
        painter.setPen(QPen(frame.theme.grid, 1.0));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        painter.setPen(frame.theme.faintText);
        const double width = metrics.horizontalAdvance(tick.text) + 4.0;
        const double left = std::min(x - width / 2.0, frame.size.width() - width);
        painter.drawText(QRectF(left, plot.bottom() + 4.0, width, line),
                         Qt::AlignCenter | Qt::TextSingleLine | Qt::TextDontClip, tick.text);
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    for (const ChartFrame::Band& band : frame.bands) {
        painter.setBrush(band.colour);
        painter.drawPolygon(band.outline);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(frame.theme.axis, 1.0));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.drawLine(plot.topLeft(), plot.bottomLeft());
    painter.setRenderHint(QPainter::Antialiasing, true);
    paintReferences(painter, frame);
    paintReferenceLabels(painter, frame);   // beneath the curves: a label hides no data
}

void paintAboveCurves(QPainter& painter, const ChartFrame& frame) {
    if (!frame.emptyText.isEmpty()) return;
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    for (const ChartFrame::Dot& dot : frame.dots) {
        painter.setBrush(dot.colour);
        painter.drawEllipse(frame.geometry.scenePoint(dot.place), 2.5, 2.5);
    }
    for (const ChartFrame::Marker& marker : frame.markers)
        paintMarker(painter, frame.geometry.scenePoint(marker.place), marker.shape, marker.colour, frame.theme.paper);
    painter.setPen(Qt::NoPen);
    const double floor = frame.geometry.plot.bottom() - 1.0;
    for (const ChartFrame::Dot& dot : frame.dropped) {   // an arrow down: the value lies below any log axis
        const double x = frame.geometry.scenePoint(dot.place).x();
        painter.setBrush(dot.colour);
        painter.drawPolygon(QPolygonF{{x - 4.0, floor - 6.0}, {x + 4.0, floor - 6.0}, {x, floor}});
    }
    painter.setBrush(Qt::NoBrush);
    paintFailures(painter, frame);
}

}   // namespace overfit::ui
