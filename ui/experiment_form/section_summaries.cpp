#include "ui/experiment_form/section_summaries.h"

#include "core/config/corruption_facts.h"
#include "core/config/dataset_facts.h"
#include "core/config/field_table.h"
#include "core/config/model_facts.h"
#include "core/corruption/label_noise.h"
#include "core/support/text.h"
#include "ui/experiment_form/typed_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <filesystem>

namespace overfit::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(overfit::ui::SectionSummaries)
};

QString text(std::string_view words) { return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())); }

QString count(std::int64_t value) { return QString::fromStdString(with_thousands(value)); }

QString percent(double fraction) { return QString::fromStdString(as_percent(fraction)); }

QString joined(const QStringList& parts) { return parts.join(QStringLiteral(", ")); }

QString imagesText(std::int64_t chosen, const DatasetFacts* facts) {
    const std::int64_t all = facts != nullptr ? facts->train_examples : 0;
    if (chosen == 0 || chosen == all) return all == 0 ? Words::tr("all images") : Words::tr("%1 images").arg(count(all));
    if (all == 0) return Words::tr("%1 images").arg(count(chosen));
    return Words::tr("%1 of %2 images").arg(count(chosen), count(all));
}

QString scalingText(Scaling scaling) {
    switch (scaling) {
        case Scaling::PerImageWhitening: return Words::tr("whitened");
        case Scaling::ChannelStatistics: return Words::tr("scaled per channel");
        case Scaling::Unit: return Words::tr("scaled to 0..1");
        case Scaling::None: return Words::tr("bytes");
    }
    return {};
}

/// A value as its control shows it.
QString shownValue(const ExperimentConfig& config, std::string_view path) {
    const Field* field = find_field(path);
    return field == nullptr ? QString() : shownText(*field, field->get(config));
}

/// Of a path in a configuration; a word where it is not given yet.
QString fileName(const std::string& path) {
    return path.empty() ? Words::tr("a file") : text(std::filesystem::path(path).filename().string());
}

QString balanceText(const ExperimentConfig& config) {
    if (config.data.class_balance == ClassBalance::Equal) return Words::tr("classes of equal size");
    return Words::tr("long-tailed classes %1:1").arg(shownValue(config, "data.imbalance"));
}

QString labelsText(const ExperimentConfig& config) {
    const LabelCorruption& noise = config.corruption.labels;
    if (noise.draw == LabelDraw::TransitionMatrix) return Words::tr("labels drawn by %1").arg(fileName(noise.matrix));
    if (noise.draw == LabelDraw::LabelFile) return Words::tr("labels of %1").arg(fileName(noise.file));
    if (!corrupts_labels(noise)) return Words::tr("true labels");
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    const QString wrong = facts != nullptr && facts->classes > 0
                              ? Words::tr(", %1 wrong").arg(percent(expected_changed_fraction(noise, facts->classes)))
                              : QString();
    if (noise.draw == LabelDraw::PairFlip) {
        return Words::tr("%1 of labels flipped to the next class").arg(percent(noise.fraction));
    }
    if (noise.fraction == 1.0) return Words::tr("random labels") + wrong;
    return Words::tr("%1 of labels drawn anew").arg(percent(noise.fraction)) + wrong;
}

}   // namespace

QString dataSummary(const ExperimentConfig& config) {
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    QStringList parts{facts != nullptr ? text(facts->title) : text(config.data.dataset),
                      imagesText(config.data.train_examples, facts), scalingText(config.data.scaling)};
    if (config.data.class_balance != ClassBalance::AsDrawn) parts << balanceText(config);
    if (config.data.validation_fraction > 0.0) {
        parts << Words::tr("%1 for validation").arg(percent(config.data.validation_fraction));
    }
    if (config.data.resize > 0) parts << Words::tr("resized to %1").arg(config.data.resize);
    if (config.data.crop > 0) parts << Words::tr("crop %1").arg(config.data.crop);
    if (config.augmentation.random_crop) parts << Words::tr("random crop");
    if (config.augmentation.horizontal_flip) parts << Words::tr("flip");
    if (config.augmentation.rotation_degrees > 0.0) parts << Words::tr("rotation");
    if (config.augmentation.cutout > 0) parts << Words::tr("cutout %1").arg(config.augmentation.cutout);
    if (config.augmentation.mixup > 0.0) parts << Words::tr("mixup %1").arg(shownValue(config, "augmentation.mixup"));
    return joined(parts);
}

QString corruptionSummary(const ExperimentConfig& config) {
    QStringList parts{labelsText(config)};
    if (config.corruption.pixels != PixelCorruption::None) {
        parts << Words::tr("%1 pixels").arg(shownValue(config, "corruption.pixels"));
    }
    return joined(parts);
}

QString modelSummary(const ExperimentConfig& config) {
    const ModelConfig& model = config.model;
    const ModelFacts* facts = find_model_facts(model.name);
    const QString title = facts != nullptr ? text(facts->title) : text(model.name);
    QStringList parts{title};
    if (model.name == "mlp") {
        QStringList units;
        for (const std::int64_t layer : model.hidden) units << count(layer);
        if (!units.isEmpty()) parts = {title + QLatin1Char(' ') + joined(units)};
        if (!model.bias) parts << Words::tr("without biases");
    } else if (model.name == "wide-resnet") {
        parts = {QStringLiteral("%1 %2-%3").arg(title).arg(model.depth).arg(model.width)};
    }
    if (model.dropout > 0.0) parts << Words::tr("dropout %1").arg(shownValue(config, "model.dropout"));
    return joined(parts);
}

QString trainingSummary(const ExperimentConfig& config) {
    const TrainingConfig& training = config.training;
    const QString epochs = training.epochs == 1 ? Words::tr("1 epoch") : Words::tr("%1 epochs").arg(count(training.epochs));
    QStringList parts{
        epochs, Words::tr("batch %1").arg(count(training.batch_size)),
        shownValue(config, "training.optimizer") + QLatin1Char(' ') + shownValue(config, "training.learning_rate")};
    if (training.schedule.kind != ScheduleKind::Constant) parts << shownValue(config, "training.schedule.kind");
    if (training.weight_decay > 0.0) parts << Words::tr("weight decay %1").arg(shownValue(config, "training.weight_decay"));
    if (training.label_smoothing > 0.0) {
        parts << Words::tr("label smoothing %1").arg(shownValue(config, "training.label_smoothing"));
    }
    if (training.early_learning.weight > 0.0) {
        parts << Words::tr("early learning %1").arg(shownValue(config, "training.early_learning.weight"));
    }
    return joined(parts);
}

QString advancedSummary(const ExperimentConfig& config) {
    const ExperimentConfig defaults;
    QStringList parts;
    for (const Field& field : field_table()) {
        if (!field.advanced || !field.applies(config)) continue;
        const FieldValue value = field.get(config);
        if (sameValue(value, field.get(defaults))) continue;
        parts << text(field.label) + QLatin1Char(' ') + QString::fromStdString(field_text(value, field));
    }
    return parts.isEmpty() ? Words::tr("all at their defaults") : joined(parts);
}

}   // namespace overfit::ui
