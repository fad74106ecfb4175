#pragma once

#include "core/experiment/reports.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// How many examples each block has: with the classes, the size of a record.
struct PredictionsShape {
    std::size_t train = 0, validation = 0, test = 0;
    int classes = 0;   // above 256 a class takes two bytes

    std::size_t examples() const { return train + validation + test; }
    std::size_t record_bytes() const { return 8 + examples() * (classes > 256 ? 2 : 1); }
    bool operator==(const PredictionsShape&) const = default;
};

PredictionsShape shape_of(const LabelRecord& labels);

/// One record of predictions.bin: u32 epoch, the class of each train, validation and test example (u8, or u16 above 256
/// classes), u32 CRC-32 (zlib's) of all before it; little-endian. Throws Error when the counts are not those of `shape`.
std::string predictions_record(std::int64_t epoch, const Predictions& predictions, const PredictionsShape& shape);

struct EpochPredictions {
    std::int64_t epoch = 0;
    Predictions predictions;
};

/// Every sound record, ascending by epoch; the last record of an epoch counts. A short tail is dropped; so is a record whose
/// CRC is wrong, which is also what a resume makes of a torn one: it fills it up to a whole record.
std::vector<EpochPredictions> parse_predictions(std::string_view bytes, const PredictionsShape& shape);

/// predictions.bin of a run folder, by the counts of its labels.json; empty where there is no such file. Throws Error when a
/// file cannot be read.
std::vector<EpochPredictions> read_predictions(const std::filesystem::path& run_folder);

}   // namespace overfit
