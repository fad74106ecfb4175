#include "ui/quick_start/quick_start.h"

#include "core/config/presets.h"
#include "core/data/dataset_table.h"
#include "core/experiment/prepared_experiment.h"

#include <set>
#include <span>

namespace overfit::ui {

namespace {

constexpr const char* truePreset = "quick-start-true-labels";
constexpr const char* randomPreset = "quick-start-random-labels";

/// The name is told apart from those that wait, and says nothing of the experiment.
bool sameExperiment(ExperimentConfig a, const ExperimentConfig& b) {
    a.name = b.name;
    return a == b;
}

}   // namespace

QuickStart quickStartExperiments(QuickStartImages images) {
    QuickStart all{.trueLabels = preset_config(truePreset),
                   .randomLabels = preset_config(randomPreset),
                   .halfRandom = {},
                   .obstacle = {}};
    if (images == QuickStartImages::Synthetic) {
        for (ExperimentConfig* config : {&all.trueLabels, &all.randomLabels}) {
            config->name += ", synthetic images";
            config->data.dataset = "synthetic";
            config->data.train_examples = 0;   // it is small
        }
    }
    all.halfRandom = all.randomLabels;
    all.halfRandom.name = "half of the labels random";
    all.halfRandom.corruption.labels.fraction = 0.5;
    return all;
}

QuickStart quickStartExperiments(const std::vector<std::filesystem::path>& dataRoots) {
    const DatasetPresence presence = locate_dataset(preset_config(truePreset).data.dataset, dataRoots);
    QuickStart all = quickStartExperiments(presence.present ? QuickStartImages::FashionMnist : QuickStartImages::Synthetic);
    if (!presence.present) all.obstacle = QString::fromStdString(presence.how_to_get);
    return all;
}

std::optional<QuickStartPart> quickStartPart(const ExperimentConfig& config) {
    for (const QuickStartImages images : {QuickStartImages::FashionMnist, QuickStartImages::Synthetic}) {
        const QuickStart all = quickStartExperiments(images);
        if (sameExperiment(config, all.trueLabels)) return QuickStartPart::TrueLabels;
        if (sameExperiment(config, all.randomLabels)) return QuickStartPart::RandomLabels;
    }
    return std::nullopt;
}

std::vector<LabelledThumbnail> exampleImages(const ExperimentConfig& config,
                                             const std::vector<std::filesystem::path>& dataRoots, int count) {
    const PreparedExperiment prepared = prepare_experiment(config, dataRoots);
    const PreparedExamples& train = prepared.train;
    const auto nameOf = [&](std::uint16_t label) { return QString::fromStdString(prepared.class_names[label]); };
    const std::span<const std::uint8_t> pixels(train.images.pixels);
    const std::size_t values = train.images.shape.values();
    std::vector<LabelledThumbnail> examples;
    std::set<std::uint16_t> classes;
    for (std::size_t place = 0; place < train.size() && examples.size() < static_cast<std::size_t>(count); ++place) {
        const std::uint16_t label = train.images.labels[place];
        if (static_cast<int>(classes.size()) < prepared.classes() && !classes.insert(label).second) continue;
        const QImage image = imageFrom(train.images.shape, pixels.subspan(place * values, values));
        examples.push_back({image, nameOf(label), nameOf(train.given_labels[place])});
    }
    return examples;
}

}   // namespace overfit::ui
