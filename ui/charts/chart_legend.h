#pragma once

#include "ui/charts/chart_content.h"
#include "ui/charts/chart_style.h"

#include <QScrollArea>
#include <QSet>
#include <QStringList>
#include <vector>

class QPainter;

namespace overfit::ui {

/// One line in the legend.
struct LegendEntry {
    QString key;    // lineKey()
    QString text;   // "test"; empty when the run's name says it all
    MetricQuantity quantity = MetricQuantity::Other;
    bool operator==(const LegendEntry&) const = default;
};

/// The lines of one run.
struct LegendGroup {
    QString runId, runName;
    QColor colour;
    std::vector<LegendEntry> entries;
    int marker = -1;   // paintMarker(); -1 = none
    bool operator==(const LegendGroup&) const = default;
};

/// By run, in the order of the lines. When all lines are of one metric the run's name stands for it. With markers, several
/// runs get the shapes that their curves have.
std::vector<LegendGroup> legendGroups(const ChartContent& content, bool markers = false);

/// Draws the legend into a box as wide as `width`; returns the height. Nothing is drawn without a painter.
double paintLegend(QPainter* painter, const std::vector<LegendGroup>& groups, QPointF topLeft, double width,
                   const QFont& font, const ChartTheme& theme);

/// As many of the groups as have room, with "and 12 more" at their end where not all have.
std::vector<LegendGroup> fittedLegend(std::vector<LegendGroup> groups, double width, double height, const QFont& font);

/// The width at which each run has a row of its own.
double legendColumnWidth(const std::vector<LegendGroup>& groups, const QFont& font);

/// The legend on the screen: a button per run and per line that switches it off and on. A few rows high at most, then it
/// scrolls.
class ChartLegend : public QScrollArea {
    Q_OBJECT
public:
    explicit ChartLegend(QWidget* parent = nullptr);

    void setGroups(const std::vector<LegendGroup>& groups, const QSet<QString>& hidden);

    /// The height that it wants at a width; more than so many rows scroll.
    int heightAt(int width, int mostRows) const;

Q_SIGNALS:
    /// The reader switched these lines off or on.
    void switched(const QStringList& keys, bool visible);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateChecks(const QSet<QString>& hidden);

    std::vector<LegendGroup> groups_;
    QWidget* content_ = nullptr;
};

}   // namespace overfit::ui
