#include "ui/exports/figure_export.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_scene.h"

#include <QBuffer>
#include <QFontDatabase>
#include <QImage>
#include <QImageWriter>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

// Resources of a static library have to be named once; the macro wants to stand outside of any namespace.
static void openFigureFonts() { Q_INIT_RESOURCE(figure_font); }

namespace overfit::ui {

namespace {

constexpr double unitsPerInch = 96.0;   // a figure is laid out in units of 1/96 inch: 12 of them are 9 pt
constexpr double textSize = 12.0;
constexpr double margin = 8.0, gap = 16.0, legendGap = 6.0;
constexpr double tooBig = 200e6;   // pixels; beyond it an image asks for most of the memory

/// The bundled font: figures look the same on a machine with other fonts, or none.
QFont figureFont() {
    static const QString family = [] {
        openFigureFonts();
        QString name;
        for (const char* file : {":/fonts/DejaVuSans-Bold.ttf", ":/fonts/DejaVuSans.ttf"}) {
            const int id = QFontDatabase::addApplicationFont(QString::fromLatin1(file));
            const QStringList families = QFontDatabase::applicationFontFamilies(id);
            if (!families.isEmpty()) name = families.front();
        }
        return name;
    }();
    QFont font(family);
    font.setPixelSize(static_cast<int>(textSize));
    font.setHintingPreference(QFont::PreferNoHinting);   // the same shapes and widths at every dpi
    font.setStyleStrategy(QFont::PreferAntialias);
    return font;
}

ChartTheme figureTheme(FigureBackground background) {
    ChartTheme theme = paperTheme();
    if (background == FigureBackground::Transparent) theme.background.setAlpha(0);
    return theme;
}

/// Size of the whole figure in layout units.
QSizeF unitsOf(const FigureRequest& request) { return QSizeF(request.size) * (unitsPerInch / request.dpi); }

std::vector<QRectF> panelBoxes(QSizeF size, std::size_t count) {
    const QRectF all = QRectF(QPointF(), size).adjusted(margin, margin, -margin, -margin);
    const bool beside = size.width() >= 1.25 * size.height();
    const auto n = static_cast<double>(count);
    std::vector<QRectF> boxes;
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = static_cast<double>(i);
        const double length = ((beside ? all.width() : all.height()) - gap * (n - 1.0)) / n;
        boxes.push_back(beside ? QRectF(all.left() + at * (length + gap), all.top(), length, all.height())
                               : QRectF(all.left(), all.top() + at * (length + gap), all.width(), length));
    }
    return boxes;
}

void paintFigure(QPainter& painter, const FigureRequest& request) {
    const ChartTheme theme = figureTheme(request.background);
    const QFont font = figureFont();
    const std::vector<QRectF> boxes = panelBoxes(unitsOf(request), request.panels.size());
    // One height for all legends, so that plots beside each other end together.
    double legendHeight = 0.0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const auto groups = legendGroups(request.panels[i].content);
        legendHeight = std::max(legendHeight, paintLegend(nullptr, groups, {}, boxes[i].width(), font, theme));
    }
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const FigurePanel& panel = request.panels[i];
        const QRectF chartBox = boxes[i].adjusted(0.0, 0.0, 0.0, -legendHeight - legendGap);
        ChartScene scene;
        scene.setLook(theme, font);
        scene.setSize(chartBox.size());
        scene.setContent(panel.content);
        scene.setZoom({panel.x, panel.y});
        scene.scene().render(&painter, chartBox, QRectF(QPointF(), chartBox.size()), Qt::IgnoreAspectRatio);
        paintLegend(&painter, legendGroups(panel.content), {boxes[i].left() + 4.0, chartBox.bottom() + legendGap},
                    boxes[i].width() - 4.0, font, theme);
    }
}

QByteArray pngOf(const FigureRequest& request) {
    QImage image(request.size, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        throw Error({.where = "figure", .problem = "not enough memory for the image", .remedy = "make it smaller"});
    image.fill(request.background == FigureBackground::White ? Qt::white : Qt::transparent);
    const int perMetre = static_cast<int>(std::lround(request.dpi / 0.0254));
    image.setDotsPerMeterX(perMetre);
    image.setDotsPerMeterY(perMetre);
    {
        QPainter painter(&image);
        painter.scale(request.dpi / unitsPerInch, request.dpi / unitsPerInch);
        paintFigure(painter, request);
    }
    if (request.background == FigureBackground::White) image.convertTo(QImage::Format_RGB32);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        throw Error({.where = "figure", .problem = writer.errorString().toStdString(), .remedy = "try another format"});
    return bytes;
}

QByteArray svgOf(const FigureRequest& request) {
    const QSizeF units = unitsOf(request);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(unitsPerInch));
    generator.setSize(units.toSize());
    generator.setViewBox(QRectF(QPointF(), units));
    generator.setTitle(request.panels.front().content.title);
    generator.setDescription(QString());
    QPainter painter(&generator);
    if (request.background == FigureBackground::White) painter.fillRect(QRectF(QPointF(), units), Qt::white);
    paintFigure(painter, request);
    painter.end();
    return bytes;
}

/// Qt writes the time into a PDF; the same figure shall be the same file. Same length, so no offset in the file moves.
void removeTime(QByteArray& pdf) {
    const QByteArray key = "/CreationDate (D:";
    const qsizetype at = pdf.indexOf(key);
    if (at < 0) return;
    for (qsizetype i = at + key.size(); i < pdf.size() && pdf[i] != ')'; ++i) {
        if (pdf[i] >= '0' && pdf[i] <= '9') pdf[i] = '0';
    }
    QByteArray date = "20000101000000";   // a date that readers accept
    pdf.replace(at + key.size(), date.size(), date);
}

QByteArray pdfOf(const FigureRequest& request) {
    constexpr double resolution = 1200.0;
    const QSizeF units = unitsOf(request);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(static_cast<int>(resolution));
    writer.setPageSize(QPageSize(units * (72.0 / unitsPerInch), QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(request.panels.front().content.title);
    writer.setCreator(QStringLiteral("Overfit Workbench"));
    QPainter painter(&writer);
    painter.scale(resolution / unitsPerInch, resolution / unitsPerInch);
    paintFigure(painter, request);
    painter.end();
    removeTime(bytes);
    return bytes;
}

void checkRequest(const FigureRequest& request) {
    const auto refuse = [](const std::string& problem, const std::string& remedy) {
        throw UsageError({.where = "figure", .problem = problem, .remedy = remedy});
    };
    const auto sizeText = [](QSize size) { return std::to_string(size.width()) + " x " + std::to_string(size.height()); };
    if (request.panels.empty()) refuse("there is no chart to draw", "choose runs and metrics that have values");
    const QSize size = request.size;
    if (size.width() < smallestFigure.width() || size.height() < smallestFigure.height() ||
        size.width() > largestFigure.width() || size.height() > largestFigure.height() ||
        static_cast<double>(size.width()) * size.height() > tooBig) {
        refuse("expected a size from " + sizeText(smallestFigure) + " pixels to 200 million in all, found " + sizeText(size),
               "choose another width or height");
    }
    if (request.dpi < lowestDpi || request.dpi > highestDpi) {
        refuse("expected " + std::to_string(lowestDpi) + " to " + std::to_string(highestDpi) + " dpi, found " +
                   std::to_string(request.dpi),
               "choose another resolution");
    }
}

}   // namespace

QByteArray renderFigure(const FigureRequest& request) {
    checkRequest(request);
    switch (request.format) {
        case FigureFormat::Png: return pngOf(request);
        case FigureFormat::Svg: return svgOf(request);
        case FigureFormat::Pdf: break;
    }
    return pdfOf(request);
}

void exportFigure(const FigureRequest& request, const QString& file) {
    const QByteArray bytes = renderFigure(request);
    atomic_write(file.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}   // namespace overfit::ui
