#include "ui/session/measured_speeds.h"

#include "core/config/config_yaml.h"
#include "core/config/field_table.h"
#include "ui/session/median.h"

#include <QStringList>

namespace overfit::ui {

namespace {

constexpr std::size_t mostMeasurements = 5;   // of each kind

void remember(std::vector<double>& measurements, double value) {
    measurements.push_back(value);
    if (measurements.size() > mostMeasurements) measurements.erase(measurements.begin());
}

QString kindOf(const ExperimentConfig& config) {
    QStringList parts;
    for (const char* path : {"model.name", "device", "precision", "threads", "deterministic"}) {
        if (const Field* field = find_field(path)) {
            parts << QString::fromStdString(field_text(field->get(config), *field));
        }
    }
    return parts.join(QLatin1Char(' '));
}

}   // namespace

QString speedKey(const ExperimentConfig& config) {
    ExperimentConfig key;
    key.data.dataset = config.data.dataset;
    key.data.crop = config.data.crop;
    key.data.resize = config.data.resize;
    key.model = config.model;
    key.augmentation = config.augmentation;
    key.training.batch_size = config.training.batch_size;
    key.training.optimizer = config.training.optimizer;
    key.device = config.device;
    key.precision = config.precision;
    key.threads = config.threads;
    key.deterministic = config.deterministic;
    return QString::fromStdString(config_to_yaml(key));
}

void MeasuredSpeeds::setRates(const Rates& rates) {
    rates_.clear();
    for (auto rate = rates.begin(); rate != rates.end(); ++rate) rates_.insert(rate.key(), {rate.value()});
}

MeasuredSpeeds::Rates MeasuredSpeeds::rates() const {
    Rates rates;
    for (auto kind = rates_.begin(); kind != rates_.end(); ++kind) rates.insert(kind.key(), medianOf(*kind));
    return rates;
}

void MeasuredSpeeds::learn(const ExperimentConfig& config, std::int64_t multiplyAdds, double imagesPerSecond) {
    if (!(imagesPerSecond > 0.0)) return;
    remember(exact_[speedKey(config)], imagesPerSecond);
    if (multiplyAdds > 0) remember(rates_[kindOf(config)], imagesPerSecond * static_cast<double>(multiplyAdds));
}

MeasuredSpeeds::Speed MeasuredSpeeds::expected(const ExperimentConfig& config, std::int64_t multiplyAdds) const {
    if (const auto found = exact_.find(speedKey(config)); found != exact_.end())
        return {medianOf(*found), Source::SameExperiment};
    const double rate = medianOf(rates_.value(kindOf(config)));
    if (multiplyAdds <= 0 || !(rate > 0.0)) return {};
    return {rate / static_cast<double>(multiplyAdds), Source::OtherOfTheModel};
}

}   // namespace overfit::ui
