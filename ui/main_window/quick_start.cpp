#include "ui/main_window/quick_start.h"

#include "core/config/presets.h"
#include "core/data/dataset_table.h"
#include "core/experiment/prepared_experiment.h"

#include <cstring>
#include <set>

namespace overfit::ui {

namespace {

QImage imageOf(const ImageSet& set, std::size_t place) {
    const int height = set.shape.height, width = set.shape.width;
    const auto plane = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    const std::uint8_t* pixels = set.pixels.data() + place * set.shape.values();
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < width; ++x) {
            const std::size_t at =
                static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
            const bool grey = set.shape.channels < 3;
            line[x] = qRgb(pixels[at], pixels[grey ? at : plane + at], pixels[grey ? at : 2 * plane + at]);
        }
    }
    return image;
}

}   // namespace

QuickStart quickStartExperiments(const std::vector<std::filesystem::path>& dataRoots) {
    QuickStart both{preset_config("quick-start-true-labels"), preset_config("quick-start-random-labels")};
    if (locate_dataset(both.trueLabels.data.dataset, dataRoots).present) return both;
    for (ExperimentConfig* config : {&both.trueLabels, &both.randomLabels}) {
        config->name += ", synthetic images";
        config->data.dataset = "synthetic";
        config->data.train_examples = 0;   // it is small
    }
    return both;
}

QString quickStartObstacle(const std::vector<std::filesystem::path>& dataRoots) {
    const auto presence = locate_dataset(preset_config("quick-start-true-labels").data.dataset, dataRoots);
    return presence.present ? QString() : QString::fromStdString(presence.how_to_get);
}

std::vector<ExampleImage> exampleImages(const ExperimentConfig& config, const std::vector<std::filesystem::path>& dataRoots,
                                        int count) {
    const PreparedExperiment prepared = prepare_experiment(config, dataRoots);
    const PreparedExamples& train = prepared.train;
    const auto nameOf = [&](std::uint16_t label) { return QString::fromStdString(prepared.class_names[label]); };
    std::vector<ExampleImage> examples;
    std::set<std::uint16_t> classes;
    for (std::size_t place = 0; place < train.size() && examples.size() < static_cast<std::size_t>(count); ++place) {
        const std::uint16_t label = train.images.labels[place];
        if (static_cast<int>(classes.size()) < prepared.classes() && !classes.insert(label).second) continue;
        examples.push_back({imageOf(train.images, place), nameOf(label), nameOf(train.given_labels[place])});
    }
    return examples;
}

}   // namespace overfit::ui
