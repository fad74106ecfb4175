#pragma once

#include "ui/charts/chart_content.h"

#include <QSet>
#include <vector>

namespace overfit::ui {

/// A line of a content with what the chart worked out for it.
struct ShownLine {
    const ChartLine* line = nullptr;   // in the content, which outlives this
    std::vector<double> smoothed;      // as long as the curve; empty when nothing is smoothed
    bool visible = true;               // not switched off in the legend
};

/// A line's name in the set of switched-off ones; the same for the same run and metric whenever content is replaced.
QString lineKey(const ChartLine& line);

std::vector<ShownLine> shownLines(const ChartContent& content, const QSet<QString>& hidden);

/// The runs of the lines, each once, in their order: the place of a run decides its marker.
std::vector<QString> runsOf(const ChartContent& content);

}   // namespace overfit::ui
