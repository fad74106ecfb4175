#include "core/runs/labels_file.h"

#include "core/runs/byte_order.h"
#include "core/runs/json_document.h"
#include "core/runs/run_store.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"

#include <array>
#include <fmt/format.h>
#include <numeric>
#include <span>

namespace overfit {

namespace {

constexpr std::size_t bytes_an_example = 4;
constexpr std::size_t largest_labels = std::size_t{1} << 30;

constexpr std::array blocks{std::pair{"train", &LabelRecord::train}, std::pair{"validation", &LabelRecord::validation},
                            std::pair{"test", &LabelRecord::test}};

std::string labels_bytes(const LabelRecord& labels) {
    std::string bytes;
    for (const auto& [name, member] : blocks) {
        const LabelBlock& block = labels.*member;
        for (std::size_t i = 0; i < block.true_labels.size(); ++i) {
            put_little_endian(bytes, block.true_labels[i]);
            put_little_endian(bytes, block.given_labels[i]);
        }
    }
    return bytes;
}

std::string sha256_of(std::string_view bytes) { return sha256_hex(std::as_bytes(std::span(bytes.data(), bytes.size()))); }

std::vector<std::int64_t> first_indices(std::size_t count) {
    std::vector<std::int64_t> indices(count);
    std::iota(indices.begin(), indices.end(), std::int64_t{0});
    return indices;
}

nlohmann::ordered_json json_of(const LabelBlock& block) {
    const std::size_t count = block.true_labels.size();
    nlohmann::ordered_json indices;
    if (!block.indices.empty() && block.indices != first_indices(count)) indices = block.indices;
    return {{"count", count}, {"indices", indices}};
}

/// Takes a block's examples from the front of `bytes`.
LabelBlock block_of(const JsonValue& json, std::string_view& bytes, std::size_t classes, const std::string& source) {
    const auto count = static_cast<std::size_t>(json.at("count").integer(0, std::int64_t{1} << 32));
    if (bytes.size() / bytes_an_example < count) {
        throw Error({.where = source,
                     .problem = fmt::format("expected {} more labels (labels.json), found {}", count,
                                            bytes.size() / bytes_an_example),
                     .remedy = "the file is cut short"});
    }
    LabelBlock block;
    block.true_labels.reserve(count);
    block.given_labels.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto true_label = get_little_endian<std::uint16_t>(bytes, bytes_an_example * i);
        const auto given_label = get_little_endian<std::uint16_t>(bytes, bytes_an_example * i + 2);
        if (true_label >= classes || given_label >= classes) {
            throw Error(
                {.where = source,
                 .problem = fmt::format("expected labels below {}, found {} and {}", classes, true_label, given_label),
                 .remedy = "the file is damaged"});
        }
        block.true_labels.push_back(true_label);
        block.given_labels.push_back(given_label);
    }
    bytes.remove_prefix(bytes_an_example * count);
    const auto indices = json.find("indices");
    block.indices = indices ? indices->integers() : first_indices(count);
    if (block.indices.size() != count) indices->refuse(fmt::format("{} indices", count));
    return block;
}

}   // namespace

void write_labels(const std::filesystem::path& run_folder, const LabelRecord& labels) {
    const std::string bytes = labels_bytes(labels);
    nlohmann::ordered_json json = {{"format", 1},
                                   {"record", "u16 true, u16 given; little-endian; train, then validation, then test"},
                                   {"sha256", sha256_of(bytes)},
                                   {"class_names", labels.class_names}};
    for (const auto& [name, member] : blocks) json[name] = json_of(labels.*member);
    if (!labels.source.empty()) json["source"] = {{"file", labels.source}, {"sha256", labels.source_sha256}};
    atomic_write(run_folder / "labels.bin", bytes);
    atomic_write(run_folder / "labels.json",
                 json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n');
}

std::string labels_file_sha256(const LabelRecord& labels) { return sha256_of(labels_bytes(labels)); }

LabelRecord read_labels(const std::filesystem::path& run_folder) {
    const std::filesystem::path description = run_folder / "labels.json";
    const std::filesystem::path file = run_folder / "labels.bin";
    const JsonDocument document(read_file(description, largest_labels), description.string());
    document.require_format(1);
    const JsonValue json = document.root();
    const std::string bytes = read_file(file, largest_labels);
    if (const std::string found = sha256_of(bytes), expected = json.at("sha256").text(); found != expected) {
        throw Error({.where = file.string(),
                     .problem = fmt::format("expected sha256 {} (labels.json), found {}", expected, found),
                     .remedy = "the file is damaged or was changed; its labels are not those the run was trained on"});
    }
    LabelRecord labels;
    labels.class_names = json.at("class_names").texts();
    if (const auto from = json.find("source")) {
        labels.source = from->at("file").text();
        labels.source_sha256 = from->at("sha256").text();
    }
    std::string_view rest = bytes;
    for (const auto& [name, member] : blocks) {
        labels.*member = block_of(json.at(name), rest, labels.class_names.size(), file.string());
    }
    if (!rest.empty()) {
        throw Error(
            {.where = file.string(),
             .problem = fmt::format("expected {} bytes (labels.json), found {}", bytes.size() - rest.size(), bytes.size()),
             .remedy = "the file is damaged"});
    }
    return labels;
}

}   // namespace overfit
