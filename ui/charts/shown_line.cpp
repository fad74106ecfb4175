#include "ui/charts/shown_line.h"

#include "core/analysis/smoothing.h"

#include <algorithm>

namespace overfit::ui {

QString lineKey(const ChartLine& line) {
    return line.runId + u'\n' +
           QString::fromUtf8(line.metric->name.data(), static_cast<qsizetype>(line.metric->name.size()));
}

std::vector<ShownLine> shownLines(const ChartContent& content, const QSet<QString>& hidden) {
    std::vector<ShownLine> lines;
    lines.reserve(content.lines.size());
    for (const ChartLine& line : content.lines) {
        ShownLine shown{.line = &line, .smoothed = {}, .visible = !hidden.contains(lineKey(line))};
        if (content.smoothing > 0.0) shown.smoothed = smoothed(line.curve.y, content.smoothing);
        lines.push_back(std::move(shown));
    }
    return lines;
}

std::vector<QString> runsOf(const ChartContent& content) {
    std::vector<QString> runs;
    for (const ChartLine& line : content.lines) {
        if (std::find(runs.begin(), runs.end(), line.runId) == runs.end()) runs.push_back(line.runId);
    }
    return runs;
}

}   // namespace overfit::ui
