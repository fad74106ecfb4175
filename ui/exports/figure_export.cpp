#include "ui/exports/figure_export.h"

#include "core/support/atomic_file.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_scene.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

namespace overfit::ui {

namespace {

constexpr double designDpi = 96.0;   // the charts' own measures are pixels at this density
constexpr double margin = 12.0;
constexpr double gap = 16.0;

QFont figureFont() {
    QFont font(QStringLiteral("DejaVu Sans"));
    font.setPixelSize(12);
    return font;
}

double legendHeight(const ChartContent& chart, double width) {
    return paintLegend(nullptr, legendGroups(chart), {}, width, figureFont(), paperTheme());
}

void paintChart(QPainter& painter, const ChartContent& chart, const QRectF& box, double legend) {
    const QRectF plot = box.adjusted(0, 0, 0, -legend - (legend > 0 ? 4.0 : 0.0));
    ChartScene scene;
    scene.setLook(paperTheme(), figureFont());
    scene.setSize(plot.size());
    scene.setContent(chart);
    scene.scene().setBackgroundBrush(Qt::NoBrush);
    scene.scene().render(&painter, plot, QRectF({0, 0}, plot.size()), Qt::IgnoreAspectRatio);
    paintLegend(&painter, legendGroups(chart), {plot.left(), plot.bottom() + 4.0}, plot.width(), figureFont(), paperTheme());
}

/// size: in the charts' own measure.
void paintFigure(QPainter& painter, const FigureRequest& request, QSizeF size) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (request.background == FigureBackground::White) painter.fillRect(QRectF({0, 0}, size), Qt::white);
    const auto count = static_cast<double>(request.charts.size());
    const bool sideBySide = size.width() >= size.height();
    const QSizeF inner(size.width() - 2 * margin, size.height() - 2 * margin);
    const QSizeF each = sideBySide ? QSizeF((inner.width() - gap * (count - 1)) / count, inner.height())
                                   : QSizeF(inner.width(), (inner.height() - gap * (count - 1)) / count);
    double legend = 0.0;   // the same for all, so that the axes stand on one line
    for (const ChartContent& chart : request.charts) legend = std::max(legend, legendHeight(chart, each.width()));
    QPointF corner(margin, margin);
    for (const ChartContent& chart : request.charts) {
        paintChart(painter, chart, {corner, each}, legend);
        corner += sideBySide ? QPointF(each.width() + gap, 0) : QPointF(0, each.height() + gap);
    }
}

double scaleOf(const FigureRequest& request) { return request.dpi / designDpi; }

QSizeF designSize(const FigureRequest& request) { return QSizeF(request.size) / scaleOf(request); }

QByteArray pngBytes(const FigureRequest& request) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    drawFigure(request).save(&buffer, "PNG");
    return bytes;
}

QByteArray svgBytes(const FigureRequest& request) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(designDpi));
    const QSizeF size = designSize(request);
    generator.setSize(size.toSize());
    generator.setViewBox(QRectF({0, 0}, size));
    QPainter painter(&generator);
    paintFigure(painter, request, size);
    painter.end();
    return bytes;
}

QByteArray pdfBytes(const FigureRequest& request) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    const QSizeF size = designSize(request);
    writer.setResolution(static_cast<int>(designDpi));
    writer.setPageSize(QPageSize(size * 72.0 / designDpi, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    writer.setCreator(QStringLiteral("Overfit Workbench"));
    QPainter painter(&writer);
    paintFigure(painter, request, size);
    painter.end();
    return bytes;
}

}   // namespace

QImage drawFigure(const FigureRequest& request) {
    QImage image(request.size, QImage::Format_ARGB32_Premultiplied);
    const int dotsPerMetre = static_cast<int>(std::lround(request.dpi / 0.0254));
    image.setDotsPerMeterX(dotsPerMetre);
    image.setDotsPerMeterY(dotsPerMetre);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.scale(scaleOf(request), scaleOf(request));
    paintFigure(painter, request, designSize(request));
    return image;
}

QByteArray figureBytes(const FigureRequest& request, FigureFormat format) {
    switch (format) {
        case FigureFormat::Png: return pngBytes(request);
        case FigureFormat::Svg: return svgBytes(request);
        case FigureFormat::Pdf: return pdfBytes(request);
    }
    return {};
}

void writeFigure(const FigureRequest& request, FigureFormat format, const std::filesystem::path& file) {
    const QByteArray bytes = figureBytes(request, format);
    atomic_write(file, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}   // namespace overfit::ui
