#include "ui/exports/figure_export.h"

#include "core/support/error.h"

#include <QBuffer>
#include <QHashFunctions>
#include <QImage>
#include <QImageWriter>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <cmath>
#include <mutex>

namespace overfit::ui {

namespace {

constexpr double svgUnitsPerInch = 96.0;   // a pixel of CSS

QString titleOf(const FigureRequest& request) {
    if (!request.options.title.empty()) return QString::fromStdString(request.options.title).simplified();
    QStringList titles;
    for (const FigurePanel& panel : request.panels) titles << figureTitle(panel.content);
    return titles.join(QStringLiteral(", "));
}

/// Size at 96 dpi: what a reader of the figure measures.
QSizeF cssSize(const FigureOptions& options) {
    return QSizeF(options.width, options.height) * (svgUnitsPerInch / options.dpi);
}

QByteArray pngOf(const FigureRequest& request) {
    const FigureOptions& options = request.options;
    QImage image(options.width, options.height, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        throw Error({.where = "figure", .problem = "not enough memory for the image", .remedy = "make it smaller"});
    image.fill(options.transparent ? Qt::transparent : Qt::white);
    const int perMetre = static_cast<int>(std::lround(options.dpi / 0.0254));
    image.setDotsPerMeterX(perMetre);
    image.setDotsPerMeterY(perMetre);
    {
        QPainter painter(&image);
        painter.scale(pixelsPerUnit(options), pixelsPerUnit(options));
        paintFigure(painter, request.panels, options);
    }
    if (!options.transparent) image.convertTo(QImage::Format_RGB32);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
        throw Error({.where = "figure", .problem = writer.errorString().toStdString(), .remedy = "try another format"});
    return bytes;
}

QByteArray svgOf(const FigureRequest& request) {
    const QString titlePlace = QStringLiteral("overfit-figure-title");
    const QRectF page(QPointF(), figureUnits(request.options));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(static_cast<int>(svgUnitsPerInch));
    generator.setSize(cssSize(request.options).toSize());
    generator.setViewBox(page);
    generator.setTitle(titlePlace);
    generator.setDescription(QString());
    QPainter painter(&generator);
    if (!request.options.transparent) painter.fillRect(page, Qt::white);
    paintFigure(painter, request.panels, request.options);
    painter.end();
    // Qt 6.4 writes a title as it is, later ones escape it.
    return bytes.replace(titlePlace.toUtf8(), titleOf(request).toHtmlEscaped().toUtf8());
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

/// Qt writes the fonts of a PDF in the order of a hash table, whose seed differs from process to process. The seed is the
/// process's: one figure at a time.
class FixedHashOrder {
public:
    FixedHashOrder() : turn_(mutex) { QHashSeed::setDeterministicGlobalSeed(); }
    ~FixedHashOrder() { QHashSeed::resetRandomGlobalSeed(); }
    Q_DISABLE_COPY_MOVE(FixedHashOrder)

private:
    static inline std::mutex mutex;
    const std::lock_guard<std::mutex> turn_;
};

QByteArray pdfOf(const FigureRequest& request) {
    const FixedHashOrder order;
    constexpr double resolution = 1200.0, pointsPerInch = 72.0;
    const QSizeF css = cssSize(request.options);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(static_cast<int>(resolution));
    writer.setPageSize(
        QPageSize(css * (pointsPerInch / svgUnitsPerInch), QPageSize::Point, QString(), QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    writer.setTitle(titleOf(request));
    writer.setCreator(QStringLiteral("Overfit Workbench"));
    QPainter painter(&writer);
    const double scale = pixelsPerUnit(request.options) * resolution / request.options.dpi;
    painter.scale(scale, scale);
    paintFigure(painter, request.panels, request.options);
    painter.end();
    removeTime(bytes);
    return bytes;
}

}   // namespace

QByteArray renderFigure(const FigureRequest& request) {
    check_figure(request.options);
    if (request.panels.empty()) {
        throw UsageError({.where = "figure",
                          .problem = "there is no chart to draw",
                          .remedy = "choose runs and metrics that have values"});
    }
    switch (request.format) {
        case ExportFormat::Svg: return svgOf(request);
        case ExportFormat::Pdf: return pdfOf(request);
        default: return pngOf(request);
    }
}

}   // namespace overfit::ui
