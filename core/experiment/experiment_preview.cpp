#include "core/experiment/experiment_preview.h"

#include "core/audit/audit_labels.h"
#include "core/config/dataset_facts.h"
#include "core/corruption/label_noise.h"
#include "core/corruption/pixel_corruption.h"
#include "core/data/dataset_table.h"
#include "core/data/split.h"
#include "core/experiment/prepared_experiment.h"
#include "core/experiment/read_examples.h"
#include "core/support/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

namespace overfit {

namespace {

/// Values beyond these ranks are shown as black or white, so that one bright speck does not darken all images.
constexpr double darkest_rank = 0.005, brightest_rank = 0.995;

constexpr std::size_t images_at_once = 256;   // fit into the cache of a processor

/// With a random crop Gaussian pixels need the sums over whole images, and scaling those over windows.
constexpr std::size_t most_sums = 2;

struct VisibleRange {
    double black = 0.0, white = 1.0;
};

double value_at_rank(std::vector<float>& values, double rank) {
    const auto place = static_cast<std::ptrdiff_t>(rank * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + place, values.end());
    return values[static_cast<std::size_t>(place)];
}

/// One range for all images and channels: differences of brightness between them stay, and what is grey stays grey.
VisibleRange visible_range(Scaling scaling, std::vector<float> values) {
    if (scaling == Scaling::Unit) return {.black = 0.0, .white = 1.0};
    if (scaling == Scaling::None) return {.black = 0.0, .white = 255.0};
    if (values.empty()) return {};
    const double black = value_at_rank(values, darkest_rank);
    const double white = value_at_rank(values, brightest_rank);
    if (white > black) return {.black = black, .white = white};
    return {.black = black - 1.0, .white = black + 1.0};   // nothing but flat images: grey
}

std::vector<std::uint8_t> as_bytes(std::span<const float> values, const VisibleRange& range) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(values.size());
    for (const float value : values) {
        const double share = (value - range.black) / (range.white - range.black);
        bytes.push_back(static_cast<std::uint8_t>(std::lround(255.0 * std::clamp(share, 0.0, 1.0))));
    }
    return bytes;
}

/// Fills in what is shown of the images. values: their scaled pixels, one image after another.
void show(ExperimentPreview& preview, Scaling scaling, const std::vector<float>& values) {
    const VisibleRange range = visible_range(scaling, values);
    preview.black = range.black;
    preview.white = range.white;
    std::span<const float> rest(values);
    for (PreviewImage& image : preview.images) {
        image.shown = as_bytes(rest.first(preview.shape.values()), range);
        rest = rest.subspan(preview.shape.values());
    }
}

/// Chosen without a look at the labels, so that the same images stay while the corruption changes.
std::vector<PreviewImage> chosen_examples(const DrawnExamples& train, const PreviewRequest& request) {
    RandomStream stream(seed_for("preview", request.choice));
    const auto examples = static_cast<std::int64_t>(train.indices.size());
    std::vector<PreviewImage> chosen;
    for (const std::int64_t place : draw_subset(examples, std::min(examples, request.images), stream)) {
        const auto at = static_cast<std::size_t>(place);
        chosen.push_back({.index = train.indices[at],
                          .true_label = train.true_labels[at],
                          .given_label = train.given_labels[at],
                          .shown = {}});
    }
    return chosen;
}

/// Without the photographs that could not be read.
void keep(std::vector<PreviewImage>& images, std::span<const std::int64_t> places) {
    std::vector<PreviewImage> kept;
    for (const std::int64_t place : places) kept.push_back(std::move(images[static_cast<std::size_t>(place)]));
    images = std::move(kept);
}

/// The sums over the centred windows of side `crop` of all of these images, without a copy of all of them.
ChannelSums sums_in_pieces(const Dataset& dataset, std::span<const std::int64_t> indices, const DataConfig& data,
                           std::int64_t crop, const std::stop_token& stop) {
    ChannelSums sums;
    while (!indices.empty()) {
        const std::size_t length = std::min(images_at_once, indices.size());
        sums.add(centre_crop(choose_images(dataset.train, indices.first(length), data, stop).images, crop));
        indices = indices.subspan(length);
    }
    return sums;
}

void require_no_concern(const ExperimentConfig& config) {
    for (const Problem& problem : check(config)) {
        if (!concerns_preview(problem)) continue;
        throw UsageError({.where = problem.path, .problem = problem.message, .remedy = ""});
    }
}

/// The part of the settings that load_dataset() looks at; the others are applied to what it gives.
DataConfig what_decides_decoding(const DataConfig& data) {
    DataConfig part;
    part.dataset = data.dataset;
    part.folder = data.folder;
    part.transpose = data.transpose;
    return part;
}

}   // namespace

bool concerns_preview(const Problem& problem) {
    static constexpr std::array<std::string_view, 4> rooms{"data.", "corruption.", "seed", "format"};
    return std::ranges::any_of(rooms, [&](std::string_view room) { return problem.path.starts_with(room); });
}

bool decodes_the_same(const PreviewRequest& a, const PreviewRequest& b) {
    return a.data_roots == b.data_roots && what_decides_decoding(a.config.data) == what_decides_decoding(b.config.data);
}

ExperimentPreview PreviewMaker::make(const PreviewRequest& request, const std::stop_token& stop) {
    const ExperimentConfig& config = request.config;
    require_no_concern(config);
    const Dataset& dataset = dataset_of(request, stop);
    const DrawnExperiment draw = draw_experiment(config, dataset, label_source_of(config, dataset, request.data_roots));
    const DrawnExamples& train = draw.train;
    const LabelPair labels{.true_labels = train.true_labels, .given_labels = train.given_labels};
    ExperimentPreview preview{.dataset = dataset.name,
                              .shape = {},
                              .pixels = config.corruption.pixels,
                              .class_names = dataset.class_names,
                              .images = chosen_examples(train, request),
                              .labels = measure_labels(labels, dataset.classes()),
                              .expected_changed_fraction = draw.expected_changed_fraction};

    std::vector<std::int64_t> indices;
    for (const PreviewImage& image : preview.images) indices.push_back(image.index);
    ChosenImages chosen = choose_images(dataset.train, indices, before_training(config), stop);
    keep(preview.images, chosen.places);
    indices.clear();
    for (const PreviewImage& image : preview.images) indices.push_back(image.index);
    corrupt_pixels(chosen.images, indices, config, train.indices, stop);
    const ImageSet seen = centre_crop(std::move(chosen.images), config.data.crop);   // the window that evaluation takes
    preview.shape = seen.shape;
    show(preview, config.data.scaling, scaled(seen, config.data.scaling, statistics_of(config, train.indices, stop)));
    return preview;
}

const Dataset& PreviewMaker::dataset_of(const PreviewRequest& request, const std::stop_token& stop) {
    const DataConfig data = what_decides_decoding(request.config.data);
    const DatasetPresence presence = locate_dataset(data, request.data_roots);   // may have gone, or come elsewhere
    if (presence.present && dataset_ && decoded_ == data && folder_ == presence.folder) return *dataset_;
    dataset_.reset();   // before the next one is read: only one of them is in memory
    sums_.clear();
    dataset_ = load_dataset(data, request.data_roots, stop);
    dataset_->test.pixels = {};   // only how many test images there are counts here
    decoded_ = data;
    folder_ = presence.folder;
    return *dataset_;
}

const ChannelSums& PreviewMaker::sums_of(const ExperimentConfig& config, std::int64_t crop,
                                         const std::vector<std::int64_t>& train_indices, const std::stop_token& stop) {
    const ResolvedSeeds seeds = resolve_seeds(config);
    const SumsKey key{.data = before_training(config), .crop = crop, .subset_seed = seeds.subset, .split_seed = seeds.split};
    const auto kept = std::ranges::find(sums_, key, &KeptSums::key);
    if (kept != sums_.end()) return kept->sums;
    ChannelSums sums = sums_in_pieces(*dataset_, train_indices, key.data, crop, stop);
    if (sums_.size() == most_sums) sums_.erase(sums_.begin());
    return sums_.emplace_back(key, std::move(sums)).sums;
}

ChannelStatistics PreviewMaker::statistics_of(const ExperimentConfig& config, const std::vector<std::int64_t>& train_indices,
                                              const std::stop_token& stop) {
    if (config.data.scaling != Scaling::ChannelStatistics) return {};
    if (auto published = published_statistics(dataset_->name, dataset_->train.shape.channels)) return *std::move(published);
    return sums_of(config, config.data.crop, train_indices, stop).statistics();
}

void PreviewMaker::corrupt_pixels(ImageSet& images, std::span<const std::int64_t> indices, const ExperimentConfig& config,
                                  const std::vector<std::int64_t>& train_indices, const std::stop_token& stop) {
    const CorruptionConfig& corruption = config.corruption;
    std::vector<ClippedGaussian> noise;
    if (corruption.pixels == PixelCorruption::Gaussian) {
        const ChannelSums& sums = sums_of(config, before_training(config).crop, train_indices, stop);
        noise = gaussian_noise(sums, corruption.channels, config.data.scaling);
    }
    const PixelDraw draw(corruption, images.shape, resolve_seeds(config).pixels, std::move(noise));
    draw.apply(images, indices, Half::Train);
}

}   // namespace overfit
