#pragma once

#include "core/config/experiment_config.h"
#include "core/corruption/label_source.h"
#include "core/data/dataset.h"
#include "core/data/image_cache.h"
#include "core/data/scaling.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace overfit {

/// What the seeds make of a part of a data set: which examples it holds and what labels they are given. No pixels.
struct DrawnExamples {
    std::vector<std::int64_t> indices;         // places in the data set's own half, ascending
    std::vector<std::uint16_t> true_labels;    // as many
    std::vector<std::uint16_t> given_labels;   // likewise
};

struct DrawnExperiment {
    DrawnExamples train, validation, test;    // validation may be empty
    double expected_changed_fraction = 0.0;   // of the train labels as drawn; of a label file: what it changes
};

/// The file that the labels of this experiment come from, read; empty when their draw needs none.
LabelSource label_source_of(const ExperimentConfig& config, const Dataset& dataset,
                            std::span<const std::filesystem::path> data_roots);

/// Draws subset, validation split and labels, in a few milliseconds. config: check() finds nothing wrong with its data and
/// corruption. Throws UsageError where the data set is smaller than published or has too few examples of a class.
DrawnExperiment draw_experiment(const ExperimentConfig& config, const Dataset& dataset, const LabelSource& source = {});

/// Some images as they were before their pixels were corrupted: what the audit holds against those that are trained on.
struct Originals {
    ImageSet images;
    std::vector<std::int64_t> places;   // among the examples
};

/// Examples ready for the engine: subset, split, resize, crop and corruption are done, scaling is not. With a random crop
/// images stay whole: the engine cuts the windows.
struct PreparedExamples {
    ImageSet images;                             // pixels and TRUE labels; no pixels where they stay in a file:
    std::shared_ptr<const ImageReader> stored;   // reads them from there; else null
    Originals originals;                         // none when no pixels are corrupted
    std::vector<std::uint16_t> given_labels;   // what the trainer is to learn (train, validation) or to be scored on (test)
    std::vector<std::int64_t> indices;         // places in the data set's own half

    std::size_t size() const { return given_labels.size(); }

    /// From wherever they are. The examples must outlive it.
    std::shared_ptr<const ImageReader> reader() const;
};

/// Sums over the centred windows of side `crop` of all these images, a few of them in memory at a time; 0 = whole images.
ChannelSums channel_sums(const PreparedExamples& examples, std::int64_t crop);

struct PreparedExperiment {
    ExperimentConfig config;
    ResolvedSeeds seeds;
    std::vector<std::string> class_names;
    std::string data_sha256;
    std::vector<std::string> data_notes;        // Dataset::notes
    std::string label_source, label_sha256;     // name and hash of the file that labels come from; empty without one
    double expected_changed_fraction = 0.0;     // of the train labels whose images were read
    ChannelStatistics statistics;               // for Scaling::ChannelStatistics: before pixels were corrupted
    PreparedExamples train, validation, test;   // validation may be empty

    int classes() const { return static_cast<int>(class_names.size()); }
    ImageShape shape() const;   // of the network's input; images are larger where a random crop is cut from them
};

/// Throws UsageError with all that check() finds; reads nothing.
void require_no_problems(const ExperimentConfig& config);

/// Reads the data and does everything up to the engine: decode, subset, validation split, resize, crop, corruption.
/// The preview (`experiment_preview.h`) is made by the same draw. data_roots: the folders to search, as data_roots() gives
/// them. Throws UsageError for a configuration that check() refuses or data that is missing, Stopped when that is asked for
/// while photographs are listed or decoded.
PreparedExperiment prepare_experiment(const ExperimentConfig& config, std::span<const std::filesystem::path> data_roots,
                                      const ReadingProgress& progress = {});

}   // namespace overfit
