#include "ui/exports/figure_page.h"

#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_picture.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

// Resources of a static library have to be named once; the macro wants to stand outside of any namespace.
static void openFigureFonts() { Q_INIT_RESOURCE(figure_font); }

namespace overfit::ui {

namespace {

constexpr double unitsPerInch = 96.0;   // at the usual font: 12 of them are 9 pt
constexpr double usualFont = 9.0;
constexpr double textSize = 12.0;
constexpr double margin = 8.0, gap = 16.0, legendGap = 6.0;
constexpr double widestLegend = 0.4;    // of the figure, where it stands at the right
constexpr double highestLegend = 0.4;   // of a chart's room, where it stands below

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

ChartTheme figureTheme(bool transparent) {
    ChartTheme theme = paperTheme();
    if (transparent) theme.background.setAlpha(0);
    return theme;
}

QString metricTitle(const Metric& metric) {
    return QString::fromUtf8(metric.title.data(), static_cast<qsizetype>(metric.title.size()));
}

/// Row by row.
std::vector<QRectF> panelBoxes(const QRectF& room, std::size_t count, std::size_t columns) {
    const std::size_t rows = (count + columns - 1) / columns;
    const auto share = [](double length, std::size_t parts) {
        const auto n = static_cast<double>(parts);
        return std::max(1.0, (length - gap * (n - 1.0)) / n);
    };
    const QSizeF size(share(room.width(), columns), share(room.height(), rows));
    std::vector<QRectF> boxes;
    for (std::size_t i = 0; i < count; ++i) {
        const auto column = static_cast<double>(i % columns), row = static_cast<double>(i / columns);
        boxes.emplace_back(QPointF(room.left() + column * (size.width() + gap), room.top() + row * (size.height() + gap)),
                           size);
    }
    return boxes;
}

/// Of a grid: what the dashes mean, whichever run's they are.
std::vector<LegendGroup> sharedLegend(std::span<const FigurePanel> panels) {
    std::vector<LegendGroup> legend;
    const QColor colour = paperTheme().text;
    for (const FigurePanel& panel : panels) {
        for (const ChartLine& line : panel.content.lines) {
            const MetricQuantity quantity = line.metric->quantity;
            const QString name = quantityTitle(quantity).isEmpty() ? metricTitle(*line.metric) : quantityTitle(quantity);
            const LegendGroup group{{}, name, colour, {{{}, {}, quantity}}, -1};
            if (std::ranges::find(legend, group) == legend.end()) legend.push_back(group);
        }
    }
    return legend;
}

/// Draws the figure from the outside in: title, then the legends take their room, then the charts fill the rest.
class FigurePainter {
public:
    FigurePainter(QPainter& painter, std::span<const FigurePanel> panels, const FigureOptions& options)
        : painter_(painter),
          panels_(panels),
          options_(options),
          theme_(figureTheme(options.transparent)),
          font_(figureFont()),
          room_(QRectF(QPointF(), figureUnits(options)).adjusted(margin, margin, -margin, -margin)),
          columns_(figure_columns(figureUnits(options).width(), figureUnits(options).height(), panels.size())) {
        for (const FigurePanel& panel : panels) {
            legends_.push_back(legendGroups(panel.content, options.markers));
            for (LegendGroup& group : legends_.back()) {
                for (LegendEntry& entry : group.entries) entry.key.clear();   // "train" is the same of loss and accuracy
            }
        }
        if (isGrid(panels)) legends_.assign(panels.size(), sharedLegend(panels));
        oneLegend_ = std::all_of(legends_.begin(), legends_.end(), [this](const auto& l) { return l == legends_.front(); });
    }

    void paint() {
        painter_.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        paintTitle();
        if (options_.legend == LegendPlace::Right) {
            paintAtRight();
        } else if (options_.legend == LegendPlace::Below) {
            paintBelow();
        } else {
            paintCharts(panelBoxes(room_, panels_.size(), columns_));
        }
    }

private:
    void paintTitle() {
        if (options_.title.empty()) return;
        QFont font = font_;
        font.setBold(true);
        font.setPixelSize(static_cast<int>(textSize * 1.2));
        const QFontMetricsF metrics(font);
        const QRectF row(room_.left(), room_.top(), room_.width(), std::ceil(metrics.height()));
        const QString title =
            metrics.elidedText(QString::fromStdString(options_.title).simplified(), Qt::ElideRight, row.width());
        painter_.setFont(font);
        painter_.setPen(theme_.text);
        painter_.drawText(row, Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine, title);
        room_.setTop(row.bottom() + legendGap);
    }

    /// A legend leaves room for the curves that it is about.
    void fitLegends(double width, double height) {
        for (auto& groups : legends_) groups = fittedLegend(std::move(groups), width, height, font_);
    }

    double legendHeight(std::size_t i, double width) const {
        return paintLegend(nullptr, legends_[i], {}, width, font_, theme_);
    }

    void paintLegendAt(std::size_t i, QPointF topLeft, double width) {
        paintLegend(&painter_, legends_[i], topLeft, width, font_, theme_);
    }

    void paintBelow() {
        constexpr double inset = 4.0;
        const std::vector<QRectF> whole = panelBoxes(room_, panels_.size(), columns_);
        fitLegends((oneLegend_ ? room_ : whole.front()).width() - inset,
                   highestLegend * (oneLegend_ ? room_ : whole.front()).height());
        if (oneLegend_) {
            const double height = legendHeight(0, room_.width() - inset);
            paintLegendAt(0, {room_.left() + inset, room_.bottom() - height}, room_.width() - inset);
            room_.setBottom(room_.bottom() - height - legendGap);
            return paintCharts(panelBoxes(room_, panels_.size(), columns_));
        }
        std::vector<QRectF> boxes = panelBoxes(room_, panels_.size(), columns_);
        double height = 0.0;   // one for all, so that plots beside each other end together
        for (std::size_t i = 0; i < boxes.size(); ++i) height = std::max(height, legendHeight(i, boxes[i].width() - inset));
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            boxes[i].setBottom(boxes[i].bottom() - height - legendGap);
            paintLegendAt(i, {boxes[i].left() + inset, boxes[i].bottom() + legendGap}, boxes[i].width() - inset);
        }
        paintCharts(boxes);
    }

    void paintAtRight() {
        double width = 0.0;
        for (const auto& groups : legends_) width = std::max(width, legendColumnWidth(groups, font_));
        width = std::min(width, widestLegend * room_.width() / (oneLegend_ ? 1.0 : static_cast<double>(columns_)));
        const double top = std::ceil(QFontMetricsF(font_).height()) + 10.0;   // beside the top of the plot
        const QRectF first = oneLegend_ ? room_ : panelBoxes(room_, panels_.size(), columns_).front();
        fitLegends(width, first.height() - top);
        if (oneLegend_) {
            paintLegendAt(0, {room_.right() - width, room_.top() + top}, width);
            room_.setRight(room_.right() - width - legendGap);
            return paintCharts(panelBoxes(room_, panels_.size(), columns_));
        }
        std::vector<QRectF> boxes = panelBoxes(room_, panels_.size(), columns_);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            paintLegendAt(i, {boxes[i].right() - width, boxes[i].top() + top}, width);
            boxes[i].setRight(boxes[i].right() - width - legendGap);
        }
        paintCharts(boxes);
    }

    void paintCharts(const std::vector<QRectF>& boxes) {
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            ChartContent content = panels_[i].content;
            content.title = figureTitle(content);
            ChartView view;
            view.size = boxes[i].size();
            view.theme = theme_;
            view.font = font_;
            view.zoom = {panels_[i].x, panels_[i].y};
            view.raw = options_.raw;
            view.markers = options_.markers;
            const std::vector<ShownLine> lines = shownLines(content, {});
            painter_.save();
            painter_.translate(boxes[i].topLeft());
            paintChart(painter_, layOutChart(content, lines, view));
            painter_.restore();
        }
    }

    QPainter& painter_;
    std::span<const FigurePanel> panels_;
    const FigureOptions& options_;
    ChartTheme theme_;
    QFont font_;
    QRectF room_;   // what is left of the figure
    std::size_t columns_;
    std::vector<std::vector<LegendGroup>> legends_;
    bool oneLegend_ = true;   // all charts show the same lines
};

}   // namespace

bool isGrid(std::span<const FigurePanel> panels) {
    return panels.size() > 1 && std::ranges::all_of(panels, [](const FigurePanel& panel) { return panel.content.ofOneRun; });
}

double pixelsPerUnit(const FigureOptions& options) { return options.dpi / unitsPerInch * (options.font_points / usualFont); }

QSizeF figureUnits(const FigureOptions& options) { return QSizeF(options.width, options.height) / pixelsPerUnit(options); }

void paintFigure(QPainter& painter, std::span<const FigurePanel> panels, const FigureOptions& options) {
    FigurePainter(painter, panels, options).paint();
}

QString figureTitle(const ChartContent& content) {
    if (content.lines.empty()) return content.title;
    if (content.ofOneRun) return content.title;
    const Metric* metric = content.lines.front().metric;
    const bool one = std::all_of(content.lines.begin(), content.lines.end(),
                                 [metric](const ChartLine& line) { return line.metric == metric; });
    return one ? metricTitle(*metric) : content.title;
}

}   // namespace overfit::ui
