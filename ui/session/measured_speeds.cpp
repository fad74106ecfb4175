#include "ui/session/measured_speeds.h"

#include "core/config/config_yaml.h"
#include "core/config/field_table.h"

#include <QStringList>

namespace overfit::ui {

namespace {

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

void MeasuredSpeeds::learn(const ExperimentConfig& config, std::int64_t multiplyAdds, double imagesPerSecond) {
    if (!(imagesPerSecond > 0.0)) return;
    exact_.insert(speedKey(config), imagesPerSecond);
    if (multiplyAdds > 0) rates_.insert(kindOf(config), imagesPerSecond * static_cast<double>(multiplyAdds));
}

MeasuredSpeeds::Speed MeasuredSpeeds::expected(const ExperimentConfig& config, std::int64_t multiplyAdds) const {
    if (const auto found = exact_.find(speedKey(config)); found != exact_.end()) return {*found, Source::SameExperiment};
    const double rate = rates_.value(kindOf(config));
    if (multiplyAdds <= 0 || !(rate > 0.0)) return {};
    return {rate / static_cast<double>(multiplyAdds), Source::OtherOfTheModel};
}

}   // namespace overfit::ui
