#pragma once

#include "core/audit/audit_rules.h"
#include "core/config/config_check.h"
#include "core/config/experiment_config.h"
#include "core/data/dataset.h"
#include "core/data/scaling.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace overfit {

/// One training image as the network sees it, and its labels.
struct PreviewImage {
    std::int64_t index = 0;   // place in the data set's train half
    std::uint16_t true_label = 0;
    std::uint16_t given_label = 0;
    std::vector<std::uint8_t> shown;   // C x H x W: the network's input from black (0) to white (255)

    bool changed() const { return given_label != true_label; }
};

/// What an experiment does to its training data, seen before training.
struct ExperimentPreview {
    std::string dataset;   // as in `data.dataset`
    ImageShape shape;      // of every image
    PixelCorruption pixels = PixelCorruption::None;
    std::vector<std::string> class_names;
    std::vector<PreviewImage> images;
    double black = 0.0, white = 0.0;          // the network's input that is shown as 0 and as 255, the same in all images
    LabelMeasurements labels;                 // of all training examples of the experiment: what the audit judges
    double expected_changed_fraction = 0.0;   // 0..1
};

struct PreviewRequest {
    ExperimentConfig config;
    std::vector<std::filesystem::path> data_roots;   // as data_roots() gives them
    std::uint64_t choice = 0;                        // another number shows other images of the same experiment
    std::int64_t images = 12;                        // fewer where the experiment has fewer training examples
};

/// Whether a problem of a configuration stands in the way of its preview: data, corruption and seeds do, training does not.
bool concerns_preview(const Problem& problem);

/// Whether both are made of the same files, decoded in the same way: whoever has begun to decode them for one serves the
/// other.
bool decodes_the_same(const PreviewRequest& a, const PreviewRequest& b);

/// Makes previews, one after another, from the draw that prepare_experiment() makes, without LibTorch. Keeps the decoded
/// data set (all of its bytes) and the channels' statistics, so that the next preview of it takes milliseconds. One thread
/// at a time.
class PreviewMaker {
public:
    /// Throws UsageError for a problem that concerns_preview() or data that is missing (says how to get it), Error for data
    /// that is damaged, Stopped when that is asked for while photographs are decoded.
    ExperimentPreview make(const PreviewRequest& request, const std::stop_token& stop = {});

private:
    /// What the sums over the train images depend on.
    struct SumsKey {
        DataConfig data;         // before_training()
        std::int64_t crop = 0;   // side of the centred windows; 0 = whole images
        std::uint64_t subset_seed = 0, split_seed = 0;
        bool operator==(const SumsKey&) const = default;
    };
    struct KeptSums {
        SumsKey key;
        ChannelSums sums;
    };

    const Dataset& dataset_of(const PreviewRequest& request, const std::stop_token& stop);

    /// Valid until the next call.
    const ChannelSums& sums_of(const ExperimentConfig& config, std::int64_t crop,
                               const std::vector<std::int64_t>& train_indices, const std::stop_token& stop);
    ChannelStatistics statistics_of(const ExperimentConfig& config, const std::vector<std::int64_t>& train_indices,
                                    const std::stop_token& stop);
    void corrupt_pixels(ImageSet& images, std::span<const std::int64_t> indices, const ExperimentConfig& config,
                        const std::vector<std::int64_t>& train_indices, const std::stop_token& stop);

    std::optional<Dataset> dataset_;
    DataConfig decoded_;             // the settings that dataset_ was read with
    std::filesystem::path folder_;   // where it was read
    std::vector<KeptSums> sums_;     // oldest first
};

}   // namespace overfit
