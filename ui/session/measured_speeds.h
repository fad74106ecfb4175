#pragma once

#include "core/config/experiment_config.h"

#include <QHash>
#include <QMap>
#include <QString>
#include <vector>

namespace overfit::ui {

/// How fast this machine trained, from the runs that it finished: of the last ones of a kind the median, so that one beside
/// a busy neighbour does not count.
class MeasuredSpeeds {
public:
    enum class Source { Nothing, SameExperiment, OtherOfTheModel };

    struct Speed {
        double imagesPerSecond = 0.0;   // 0: nothing comparable was measured
        Source source = Source::Nothing;
    };

    /// Multiply-adds per second by kind of experiment: model family, device, precision, threads. What settings keep.
    using Rates = QMap<QString, double>;

    void setRates(const Rates& rates);
    Rates rates() const;

    /// multiplyAdds: of one image's forward pass; 0 = unknown.
    void learn(const ExperimentConfig& config, std::int64_t multiplyAdds, double imagesPerSecond);

    /// The same network on the same data as it was; else another of its family in proportion to the arithmetic.
    Speed expected(const ExperimentConfig& config, std::int64_t multiplyAdds) const;

private:
    using Measurements = std::vector<double>;   // the oldest first

    QHash<QString, Measurements> exact_;   // images per second
    QHash<QString, Measurements> rates_;   // multiply-adds per second
};

/// Everything on which the speed of the steps depends, as text.
QString speedKey(const ExperimentConfig& config);

}   // namespace overfit::ui
