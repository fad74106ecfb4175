#include "ui/charts/chart_legend.h"

#include "ui/charts/cut_name.h"
#include "ui/charts/flow_layout.h"
#include "ui/charts/run_marker.h"
#include "ui/charts/shown_line.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QEvent>
#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QTextDocument>
#include <algorithm>
#include <cmath>
#include <limits>

namespace overfit::ui {

namespace {

constexpr double sampleWidth = 22.0, sampleGap = 5.0, dotWidth = 9.0;
constexpr int mostInFigure = 80, mostOfMany = 48;   // letters of a run's name
constexpr std::size_t few = 3;                      // runs, each of which may have a row of its own on the screen

QStringList namesOf(const std::vector<LegendGroup>& groups) {
    QStringList names;
    for (const LegendGroup& group : groups) names << group.runName;
    return names;
}

QString nameInFigure(const QString& name, const QStringList& names, const QFontMetricsF& metrics, double room) {
    return cutName(name, names, metrics, std::min(room, mostInFigure * metrics.averageCharWidth()));
}

void paintSample(QPainter& painter, QPointF left, const QColor& colour, MetricQuantity quantity, int marker = -1) {
    painter.setPen(curvePen(colour, quantity, 2.0));
    painter.drawLine(left, left + QPointF(sampleWidth, 0.0));
    if (marker >= 0) paintMarker(painter, left + QPointF(sampleWidth / 2.0, 0.0), marker, colour, Qt::white);
}

void paintDot(QPainter& painter, QPointF left, const QColor& colour) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(left + QPointF(4.0, 0.0), 4.0, 4.0);
    painter.setBrush(Qt::NoBrush);
}

/// Where the title names it.
QString shortestName(const ChartLine& line) {
    return line.meanOf.isEmpty() ? QCoreApplication::translate("overfit::ui::Chart", "run")
                                 : QCoreApplication::translate("overfit::ui::Chart", "mean");
}

/// Of a run's row when all its lines stand beside each other.
double groupWidth(const LegendGroup& group, const QStringList& names, const QFontMetricsF& metrics) {
    const double most = std::numeric_limits<double>::max();
    const double name = metrics.horizontalAdvance(nameInFigure(group.runName, names, metrics, most));
    if (group.entries.size() == 1 && group.entries.front().text.isEmpty()) return sampleWidth + sampleGap + name;
    double width = dotWidth + sampleGap + name;
    for (const LegendEntry& entry : group.entries)
        width += 12.0 + sampleWidth + sampleGap + metrics.horizontalAdvance(entry.text);
    return width;
}

/// A run's name or a line's sample and title, checkable.
class LegendButton : public QAbstractButton {
public:
    enum class Kind { Run, Line };

    LegendButton(Kind kind, QString text, QColor colour, MetricQuantity quantity, QStringList keys, QWidget* parent)
        : QAbstractButton(parent),
          kind_(kind),
          label_(std::move(text)),
          colour_(colour),
          quantity_(quantity),
          keys_(std::move(keys)) {
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);   // a button's own policy never shrinks
        setCheckable(true);
        setChecked(true);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
        setAttribute(Qt::WA_Hover);
    }

    const QStringList& keys() const { return keys_; }

    /// Where its text has to be cut, it stays told from these.
    void tellFrom(const QStringList& others) { others_ = others; }
    void setMostLetters(int most) { mostLetters_ = most; }

    QSize sizeHint() const override {
        const QFontMetricsF metrics(font());
        double text = metrics.horizontalAdvance(label_);
        if (mostLetters_ > 0) text = std::min(text, mostLetters_ * metrics.averageCharWidth());
        return {static_cast<int>(std::ceil(markWidth() + text)) + 6, static_cast<int>(std::ceil(metrics.height())) + 4};
    }
    QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent*) override {
        const ChartTheme theme = chartTheme(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool on = isChecked();
        const double middle = height() / 2.0;
        const QColor colour = on ? readableOn(colour_, palette().color(QPalette::Base))   // as the curve
                                 : theme.grid;
        if (kind_ == Kind::Run)
            paintDot(painter, {3.0, middle}, colour);
        else
            paintSample(painter, {3.0, middle}, colour, quantity_);
        QFont textFont = font();
        textFont.setStrikeOut(!on);
        textFont.setUnderline(on && underMouse());
        painter.setFont(textFont);
        painter.setPen(on ? palette().color(QPalette::WindowText) : theme.faintText);
        const QRectF box(3.0 + markWidth(), 0.0, width() - markWidth() - 3.0, height());
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         cutName(label_, others_, QFontMetricsF(textFont), box.width()));
        if (hasFocus()) {
            QStyleOptionFocusRect option;
            option.initFrom(this);
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
    }

private:
    double markWidth() const { return (kind_ == Kind::Run ? dotWidth : sampleWidth) + sampleGap; }

    Kind kind_;
    QString label_;
    QColor colour_;
    MetricQuantity quantity_;
    QStringList keys_, others_;
    int mostLetters_ = 0;   // 0: as many as there are
};

}   // namespace

std::vector<LegendGroup> legendGroups(const ChartContent& content, bool markers) {
    std::vector<LegendGroup> groups;
    bool oneMetric = true;
    for (const ChartLine& line : content.lines) {
        oneMetric = oneMetric && line.metric == content.lines.front().metric;
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.runId == line.runId; });
        if (group == groups.end()) {
            const QString name = content.ofOneRun ? shortestName(line) : line.runName;
            group = groups.insert(groups.end(), {line.runId, name, line.colour, {}, -1});
        }
        QString text = quantityTitle(line.metric->quantity);
        if (text.isEmpty())
            text = QString::fromUtf8(line.metric->title.data(), static_cast<qsizetype>(line.metric->title.size()));
        group->entries.push_back({lineKey(line), text, line.metric->quantity});
    }
    for (std::size_t i = 0; markers && groups.size() > 1 && i < groups.size(); ++i) groups[i].marker = static_cast<int>(i);
    if (oneMetric) {
        for (LegendGroup& group : groups) {
            for (LegendEntry& entry : group.entries) entry.text.clear();
        }
    }
    return groups;
}

double legendColumnWidth(const std::vector<LegendGroup>& groups, const QFont& font) {
    const QFontMetricsF metrics(font);
    const QStringList names = namesOf(groups);
    double width = 0.0;
    for (const LegendGroup& group : groups) width = std::max(width, groupWidth(group, names, metrics));
    return std::ceil(width) + 2.0;
}

std::vector<LegendGroup> fittedLegend(std::vector<LegendGroup> groups, double width, double height, const QFont& font) {
    const auto first = [&groups](std::size_t kept) {
        std::vector<LegendGroup> shown(groups.begin(), groups.begin() + static_cast<std::ptrdiff_t>(kept));
        if (kept == groups.size()) return shown;
        LegendGroup more;
        more.runName = QCoreApplication::translate("overfit::ui::Chart", "and %1 more").arg(groups.size() - kept);
        shown.push_back(std::move(more));
        return shown;
    };
    const auto fits = [&](std::size_t kept) { return paintLegend(nullptr, first(kept), {}, width, font, {}) <= height; };
    if (fits(groups.size())) return groups;
    std::size_t kept = 0, tooMany = groups.size();
    while (tooMany - kept > 1) {
        const std::size_t middle = (kept + tooMany) / 2;
        (fits(middle) ? kept : tooMany) = middle;
    }
    return first(kept);
}

double paintLegend(QPainter* painter, const std::vector<LegendGroup>& groups, QPointF topLeft, double width,
                   const QFont& font, const ChartTheme& theme) {
    const QFontMetricsF metrics(font);
    const double row = std::ceil(metrics.height()) + 3.0, right = topLeft.x() + width;
    double x = topLeft.x(), y = topLeft.y();
    const QStringList names = namesOf(groups);
    const auto room = [&](double mark) { return std::max(width - mark - sampleGap, 1.0); };
    const auto nameOf = [&](const LegendGroup& group, double mark) {
        return nameInFigure(group.runName, names, metrics, room(mark));
    };
    // A mark with its text; wraps to the next row when there is no room.
    const auto put = [&](const QString& text, double mark, double gapAfter, const auto& paintMark) {
        const double wide = mark + sampleGap + metrics.horizontalAdvance(text);
        if (x > topLeft.x() && x + wide > right) {
            x = topLeft.x();
            y += row;
        }
        if (painter) {
            paintMark(QPointF(x, y + row / 2.0));
            painter->setPen(theme.text);
            painter->setFont(font);
            painter->drawText(QRectF(x + mark + sampleGap, y, wide, row),
                              Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextDontClip, text);
        }
        x += wide + gapAfter;
    };
    for (const LegendGroup& group : groups) {
        const QColor colour = readableOn(group.colour, theme.background);
        if (group.entries.empty()) {   // words alone: "and 12 more runs"
            put(nameOf(group, 0.0), 0.0, 12.0, [](QPointF) {});
            continue;
        }
        const bool alone = group.entries.size() == 1 && group.entries.front().text.isEmpty();
        if (alone) {
            put(nameOf(group, sampleWidth), sampleWidth, 16.0,
                [&](QPointF at) { paintSample(*painter, at, colour, group.entries.front().quantity, group.marker); });
            continue;
        }
        const double whole = groupWidth(group, names, metrics);
        if (x > topLeft.x() && x + whole > right) {   // a run's lines stay together
            x = topLeft.x();
            y += row;
        }
        put(nameOf(group, dotWidth), dotWidth, 12.0, [&](QPointF at) {
            if (group.marker < 0) return paintDot(*painter, at, colour);
            paintMarker(*painter, at + QPointF(dotWidth / 2.0, 0.0), group.marker, colour, Qt::white);
        });
        for (const LegendEntry& entry : group.entries)
            put(metrics.elidedText(entry.text, Qt::ElideMiddle, room(sampleWidth)), sampleWidth, 12.0,
                [&](QPointF at) { paintSample(*painter, at, colour, entry.quantity); });
        x += 8.0;
    }
    return groups.empty() ? 0.0 : y + row - topLeft.y();
}

ChartLegend::ChartLegend(QWidget* parent) : QScrollArea(parent), content_(new QWidget) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Legend"));
    new FlowLayout(content_, 16, 0);
    setWidget(content_);
    viewport()->setAutoFillBackground(false);
    content_->setAutoFillBackground(false);
}

void ChartLegend::setGroups(const std::vector<LegendGroup>& groups, const QSet<QString>& hidden) {
    if (groups == groups_) {
        updateChecks(hidden);
        return;
    }
    groups_ = groups;
    while (QLayoutItem* item = content_->layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();   // may be the one whose click brought us here
        delete item;
    }
    QWidget* row = nullptr;   // of the run at hand: its lines stay together where there is room
    const QStringList names = namesOf(groups_);
    const auto add = [this, &row](LegendButton* button, const QString& name, const QString& tip) {
        button->setAccessibleName(name);
        button->setToolTip(Qt::convertFromPlainText(tip));   // a run's name is the user's text, never markup
        row->layout()->addWidget(button);
        button->show();   // at once: a hidden one has no size
        connect(button, &QAbstractButton::toggled, this, [this, button](bool on) { Q_EMIT switched(button->keys(), on); });
    };
    using Kind = LegendButton::Kind;
    for (const LegendGroup& group : groups_) {
        QStringList keys;
        for (const LegendEntry& entry : group.entries) keys << entry.key;
        const bool alone = group.entries.size() == 1 && group.entries.front().text.isEmpty();
        row = new QWidget(content_);
        new FlowLayout(row, 8, 0);
        auto* ofRun = new LegendButton(alone ? Kind::Line : Kind::Run, group.runName, group.colour,
                                       alone ? group.entries.front().quantity : MetricQuantity::Other, keys, row);
        ofRun->tellFrom(names);
        if (groups_.size() > few) ofRun->setMostLetters(mostOfMany);
        add(ofRun, tr("Show %1").arg(group.runName), tr("%1: click to hide or show").arg(group.runName));
        for (const LegendEntry& entry : group.entries) {
            if (alone) break;
            add(new LegendButton(Kind::Line, entry.text, group.colour, entry.quantity, {entry.key}, row),
                tr("Show %1 of %2").arg(entry.text, group.runName),
                tr("%1, %2: click to hide or show").arg(group.runName, entry.text));
        }
        content_->layout()->addWidget(row);
        row->show();
    }
    updateChecks(hidden);
    content_->layout()->activate();
    updateGeometry();
}

void ChartLegend::updateChecks(const QSet<QString>& hidden) {
    for (QWidget* row : content_->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        for (QAbstractButton* button : row->findChildren<QAbstractButton*>()) {
            const auto& keys = static_cast<const LegendButton*>(button)->keys();
            const bool on = std::any_of(keys.begin(), keys.end(), [&](const QString& key) { return !hidden.contains(key); });
            const QSignalBlocker quiet(button);
            button->setChecked(on);
            button->update();
        }
    }
}

int ChartLegend::heightAt(int width, int mostRows) const {
    if (groups_.empty()) return 0;
    const int row = static_cast<int>(std::ceil(QFontMetricsF(font()).height())) + 4;
    return std::min(content_->layout()->heightForWidth(width), mostRows * row);
}

void ChartLegend::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) content_->layout()->invalidate();
    QScrollArea::changeEvent(event);
}

}   // namespace overfit::ui
