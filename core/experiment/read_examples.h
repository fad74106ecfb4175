#pragma once

#include "core/data/image_decoding.h"
#include "core/experiment/prepared_experiment.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace overfit {

/// Some images of a half as they are before scaling: resized and cropped.
struct ChosenImages {
    ImageSet images;
    std::vector<std::int64_t> places;   // of each among those that were chosen: photographs that cannot be read are missing
};

/// The images at `indices`; photographs are decoded for it. Throws what decode_photographs() throws.
ChosenImages choose_images(const ImageSet& half, std::span<const std::int64_t> indices, const DataConfig& data,
                           const std::stop_token& stop = {});

/// The three blocks of a draw with their images.
struct ReadExamples {
    PreparedExamples train, validation, test;
    std::vector<std::string> notes;   // what a person should know of the reading
};

/// Brings the images of a draw into memory, or opens the file from which they are read while training (`image_store`; auto
/// takes memory where they fill at most half of it as the trainer's numbers). Examples whose photographs cannot be read are
/// left out and noted. Throws Error when that leaves a class without any, and what decode_photographs() and
/// open_image_cache() throw.
ReadExamples read_examples(const ExperimentConfig& config, const Dataset& dataset, DrawnExperiment draw,
                           const ReadingProgress& progress);

}   // namespace overfit
