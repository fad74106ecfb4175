#pragma once

#include "core/comparison/comparison.h"
#include "ui/charts/chart_content.h"
#include "ui/compare/comparison_choice.h"
#include "ui/curves/shown_run.h"

#include <QObject>
#include <QSet>
#include <QString>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace overfit::ui {

/// What to compare: runs with their curves, in the order of choice, and how they are looked at.
struct ComparisonRequest {
    std::vector<ShownRun> runs;
    ComparisonChoice choice;
    bool reread = false;   // run.json may have changed; otherwise what was read of the same runs holds
};

/// Runs side by side, worked out: what the view shows.
struct ComparedRuns {
    std::shared_ptr<const Comparison> comparison;   // null where it failed
    ComparisonChoice::Layout layout = ComparisonChoice::Layout::Overlay;
    std::vector<ChartContent> charts;     // one as an overlay, one a group as a grid
    QSet<MetricQuantity> recorded = {};   // by any of the runs
    QString problem = {};                 // why it failed; empty otherwise
};

/// Reads run.json and config.yaml of the compared runs, works the comparison out and the curves with their means over seeds,
/// in the background. Files that did not change are not read again; of several requests made meanwhile only the last is
/// answered.
class ComparisonReader : public QObject {
    Q_OBJECT
public:
    using ReadRun = std::function<ComparedRun(const std::filesystem::path&)>;

    explicit ComparisonReader(QObject* parent = nullptr, ReadRun readRun = read_compared_run);

    void request(ComparisonRequest request);
    bool isReading() const { return reading_; }

Q_SIGNALS:
    void ready(std::shared_ptr<const overfit::ui::ComparedRuns> compared);

private:
    struct Cache;
    void begin();
    void end(std::shared_ptr<const ComparedRuns> compared);

    std::shared_ptr<Cache> cache_;   // touched by the one reading under way
    std::optional<ComparisonRequest> next_;
    bool reading_ = false;
};

}   // namespace overfit::ui
