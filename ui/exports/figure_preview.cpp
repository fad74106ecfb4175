#include "ui/exports/figure_preview.h"

#include "core/exports/curve_table.h"
#include "core/support/error.h"

#include <QFontDatabase>
#include <QPainter>
#include <algorithm>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int frame = 8;         // around the page
constexpr int firstLines = 40;   // of a table

/// The page in as many pixels as the preview has, drawn as it will be in the file.
QImage drawnPage(const FigureRequest& request, QSizeF room, double devicePixels) {
    const FigureOptions& options = request.options;
    check_figure(options);
    const QSizeF page = QSizeF(options.width, options.height).scaled(room, Qt::KeepAspectRatio);
    const double shrink = page.width() / options.width * devicePixels;
    QImage image((page * devicePixels).toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(1.0);
    image.fill(options.transparent ? Qt::transparent : Qt::white);
    QPainter painter(&image);
    painter.scale(pixelsPerUnit(options) * shrink, pixelsPerUnit(options) * shrink);
    paintFigure(painter, request.panels, options);
    painter.end();
    image.setDevicePixelRatio(devicePixels);
    return image;
}

QString beginningOf(const std::string& table) {
    std::size_t end = 0;
    for (int line = 0; line < firstLines && end != std::string::npos; ++line) end = table.find('\n', end + 1);
    return QString::fromStdString(table.substr(0, end)).remove(u'\r');
}

}   // namespace

FigurePreview::FigurePreview(QWidget* parent) : QWidget(parent) {
    pool_.setMaxThreadCount(1);
    setAccessibleName(tr("Preview"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

FigurePreview::~FigurePreview() {
    next_ = nullptr;
    pool_.waitForDone();
}

void FigurePreview::showFigure(const FigureRequest& request) {
    figure_ = request;
    const QSizeF room = QSizeF(size() - QSize(2 * frame, 2 * frame)).expandedTo({40.0, 40.0});
    start([request, room, devicePixels = devicePixelRatioF()] {
        return Drawing{drawnPage(request, room, devicePixels), {}, {}};
    });
}

void FigurePreview::showTable(const CurveRequest& request) {
    figure_.reset();
    start([request] { return Drawing{{}, beginningOf(curves_as_csv(request)), {}}; });
}

void FigurePreview::start(Task task) {
    if (busy_) {
        next_ = std::move(task);
        return;
    }
    busy_ = true;
    pool_.start([this, task = std::move(task)] {
        Drawing drawing;
        try {
            drawing = task();
        } catch (const std::exception& error) {
            drawing.problem = QString::fromStdString(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, drawing] { finish(drawing); }, Qt::QueuedConnection);
    });
}

void FigurePreview::finish(Drawing drawing) {
    busy_ = false;
    shown_ = std::move(drawing);
    setAccessibleDescription(shown_.problem.isEmpty() ? shown_.text.section(u'\n', 0, 4) : shown_.problem);
    update();
    if (Task task = std::exchange(next_, nullptr)) start(std::move(task));
    Q_EMIT drawn();
}

void FigurePreview::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (figure_) showFigure(FigureRequest(*figure_));
}

void FigurePreview::paintImage(QPainter& painter) const {
    QRectF page(QPointF(), shown_.image.deviceIndependentSize());
    page.moveCenter(QRectF(rect()).center());
    painter.fillRect(page, QBrush(QColor(255, 255, 255)));
    painter.fillRect(page, QBrush(QColor(0, 0, 0, 22), Qt::Dense4Pattern));   // seen where the page is transparent
    painter.drawImage(page.topLeft(), shown_.image);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(page.adjusted(-0.5, -0.5, 0.5, 0.5));
}

void FigurePreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    const QRect inside = rect().adjusted(frame, frame, -frame, -frame);
    if (!shown_.problem.isEmpty()) {
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(inside, Qt::AlignCenter | Qt::TextWordWrap, shown_.problem);
    } else if (!shown_.text.isEmpty()) {
        painter.setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        painter.setPen(palette().color(QPalette::Text));
        painter.setClipRect(inside);
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop, shown_.text);
    } else if (!shown_.image.isNull()) {
        paintImage(painter);
    }
}

}   // namespace overfit::ui
