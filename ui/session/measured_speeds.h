#pragma once

#include "core/config/experiment_config.h"

#include <QHash>
#include <QMap>
#include <QString>

namespace overfit::ui {

/// How fast this machine trained, from the runs that it finished.
class MeasuredSpeeds {
public:
    enum class Source { Nothing, SameExperiment, OtherOfTheModel };

    struct Speed {
        double imagesPerSecond = 0.0;   // 0: nothing comparable was measured
        Source source = Source::Nothing;
    };

    /// Multiply-adds per second by kind of experiment: model family, device, precision, threads. What settings keep.
    using Rates = QMap<QString, double>;

    void setRates(Rates rates) { rates_ = std::move(rates); }
    const Rates& rates() const { return rates_; }

    /// multiplyAdds: of one image's forward pass; 0 = unknown.
    void learn(const ExperimentConfig& config, std::int64_t multiplyAdds, double imagesPerSecond);

    /// The same network on the same data as it was; else another of its family in proportion to the arithmetic.
    Speed expected(const ExperimentConfig& config, std::int64_t multiplyAdds) const;

private:
    QHash<QString, double> exact_;   // images per second
    Rates rates_;
};

/// Everything on which the speed of the steps depends, as text.
QString speedKey(const ExperimentConfig& config);

}   // namespace overfit::ui
