#include "core/runs/predictions_file.h"

#include "core/runs/byte_order.h"
#include "core/runs/run_store.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

#include <array>
#include <fmt/format.h>
#include <map>
#include <zlib.h>

namespace overfit {

namespace {

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32_z(::crc32_z(0, nullptr, 0), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

void require_count(const char* block, std::size_t expected, std::size_t found) {
    if (expected == found) return;
    throw Error(
        {.where = "predictions.bin",
         .problem = fmt::format("expected {} predicted classes of the {} examples, found {}", expected, block, found),
         .remedy = ""});
}

std::vector<std::uint16_t> classes_of(std::string_view record, std::size_t& offset, std::size_t count, bool wide) {
    std::vector<std::uint16_t> classes(count);
    for (std::uint16_t& predicted : classes) {
        predicted =
            wide ? get_little_endian<std::uint16_t>(record, offset) : get_little_endian<std::uint8_t>(record, offset);
        offset += wide ? 2 : 1;
    }
    return classes;
}

}   // namespace

PredictionsShape shape_of(const LabelRecord& labels) {
    return {.train = labels.train.true_labels.size(),
            .validation = labels.validation.true_labels.size(),
            .test = labels.test.true_labels.size(),
            .classes = static_cast<int>(labels.class_names.size())};
}

std::string predictions_record(std::int64_t epoch, const Predictions& predictions, const PredictionsShape& shape) {
    require_count("train", shape.train, predictions.train.size());
    require_count("validation", shape.validation, predictions.validation.size());
    require_count("test", shape.test, predictions.test.size());
    std::string record;
    record.reserve(shape.record_bytes());
    put_little_endian(record, static_cast<std::uint32_t>(epoch));
    for (const auto* block : {&predictions.train, &predictions.validation, &predictions.test}) {
        for (const std::uint16_t predicted : *block) {
            if (shape.classes > 256) {
                put_little_endian(record, predicted);
            } else {
                record += static_cast<char>(predicted);
            }
        }
    }
    put_little_endian(record, checksum(record));
    return record;
}

std::vector<EpochPredictions> parse_predictions(std::string_view bytes, const PredictionsShape& shape) {
    const std::size_t size = shape.record_bytes();
    const bool wide = shape.classes > 256;
    std::map<std::int64_t, std::string_view> newest;
    for (; bytes.size() >= size; bytes.remove_prefix(size)) {
        const std::string_view record = bytes.substr(0, size);
        if (get_little_endian<std::uint32_t>(record, size - 4) != checksum(record.substr(0, size - 4))) continue;
        newest[get_little_endian<std::uint32_t>(record)] = record;
    }
    std::vector<EpochPredictions> epochs;
    epochs.reserve(newest.size());
    for (const auto& [epoch, record] : newest) {
        std::size_t offset = 4;
        EpochPredictions entry{.epoch = epoch, .predictions = {}};
        entry.predictions.train = classes_of(record, offset, shape.train, wide);
        entry.predictions.validation = classes_of(record, offset, shape.validation, wide);
        entry.predictions.test = classes_of(record, offset, shape.test, wide);
        epochs.push_back(std::move(entry));
    }
    return epochs;
}

std::vector<EpochPredictions> read_predictions(const std::filesystem::path& run_folder) {
    const std::filesystem::path file = run_folder / "predictions.bin";
    std::error_code problem;
    if (!std::filesystem::exists(file, problem)) return {};
    const PredictionsShape shape = shape_of(read_labels(run_folder));
    return parse_predictions(read_file(file, std::size_t{1} << 36), shape);
}

}   // namespace overfit
