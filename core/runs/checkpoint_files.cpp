#include "core/runs/checkpoint_files.h"

#include "core/runs/json_document.h"
#include "core/runs/safetensors.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace overfit {

namespace {

constexpr std::size_t largest_checkpoint = std::size_t{1} << 36;

/// One line of latest.json: two files of the same step.
struct Entry {
    std::int64_t step = 0;
    std::string weights, weights_sha256;
    std::string state, state_sha256;
};

std::string sha256_of(std::string_view bytes) { return sha256_hex(std::as_bytes(std::span(bytes.data(), bytes.size()))); }

/// A name out of a file must not lead out of the folder.
std::string file_name_of(const JsonValue& json) {
    const std::string name = json.text();
    if (!name.starts_with("step-") || name.find('/') != std::string::npos) json.refuse("a name step-<n>...safetensors");
    return name;
}

/// Newest first; empty where there is no latest.json.
std::vector<Entry> read_latest(const std::filesystem::path& file) {
    std::error_code problem;
    if (!std::filesystem::exists(file, problem)) return {};
    const JsonDocument document(read_file(file, std::size_t{1} << 20), file.string());
    document.require_format(1);
    std::vector<Entry> entries;
    for (const JsonValue& json : document.root().at("checkpoints").elements()) {
        entries.push_back({.step = json.integer_of("step"),
                           .weights = file_name_of(json.at("weights")),
                           .weights_sha256 = json.at("weights_sha256").text(),
                           .state = file_name_of(json.at("state")),
                           .state_sha256 = json.at("state_sha256").text()});
    }
    return entries;
}

void write_latest(const std::filesystem::path& file, const std::vector<Entry>& entries) {
    nlohmann::ordered_json checkpoints = nlohmann::ordered_json::array();
    for (const Entry& entry : entries) {
        checkpoints.push_back({{"step", entry.step},
                               {"weights", entry.weights},
                               {"weights_sha256", entry.weights_sha256},
                               {"state", entry.state},
                               {"state_sha256", entry.state_sha256}});
    }
    const nlohmann::ordered_json json = {{"format", 1}, {"checkpoints", checkpoints}};
    atomic_write(file, json.dump(2) + '\n');
}

/// A damaged list must not stop the run from making a sound one.
std::vector<Entry> earlier_entries(const std::filesystem::path& file) {
    try {
        return read_latest(file);
    } catch (const Error&) {
        return {};
    }
}

/// checkpoints/last.safetensors under a name that never changes: a hard link, or a copy where links are not possible.
void point_last_at(const std::filesystem::path& folder, const std::string& weights, std::string_view content) {
    const std::filesystem::path last = folder / "last.safetensors";
    const std::filesystem::path temporary = folder / ".last.safetensors.new";
    ::unlink(temporary.c_str());
    if (::link((folder / weights).c_str(), temporary.c_str()) == 0 && ::rename(temporary.c_str(), last.c_str()) == 0) return;
    ::unlink(temporary.c_str());
    atomic_write(last, content);
}

std::string verified(const std::filesystem::path& file, const std::string& expected) {
    std::string content = read_file(file, largest_checkpoint);
    const std::string found = sha256_of(content);
    if (found == expected) return content;
    throw Error(
        {.where = file.string(), .problem = fmt::format("expected sha256 {}, found {}", expected, found), .remedy = ""});
}

Checkpoint read_entry(const std::filesystem::path& folder, const Entry& entry) {
    const std::filesystem::path weights = folder / entry.weights, state = folder / entry.state;
    Checkpoint checkpoint{.step = entry.step, .weights = {}, .state = {}, .position = {}};
    checkpoint.weights = decode_safetensors(verified(weights, entry.weights_sha256), weights.string()).arrays;
    SafeTensors second = decode_safetensors(verified(state, entry.state_sha256), state.string());
    checkpoint.state = std::move(second.arrays);
    checkpoint.position = std::move(second.metadata);
    return checkpoint;
}

}   // namespace

void write_checkpoint(const std::filesystem::path& run_folder, const Checkpoint& checkpoint, std::int64_t keep) {
    const std::filesystem::path folder = run_folder / "checkpoints";
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);   // writing into it tells what is wrong
    Entry newest{.step = checkpoint.step,
                 .weights = fmt::format("step-{}.safetensors", checkpoint.step),
                 .weights_sha256 = "",
                 .state = fmt::format("step-{}.state.safetensors", checkpoint.step),
                 .state_sha256 = ""};
    const std::string weights = encode_safetensors(checkpoint.weights, {{"format", "pt"}});
    const std::string state = encode_safetensors(checkpoint.state, checkpoint.position);
    newest.weights_sha256 = sha256_of(weights);
    newest.state_sha256 = sha256_of(state);
    atomic_write(folder / newest.weights, weights);
    atomic_write(folder / newest.state, state);

    std::vector<Entry> kept{newest}, dropped;
    for (const Entry& entry : earlier_entries(folder / "latest.json")) {
        if (entry.step == newest.step) continue;
        // A later step belongs to a continuation that was given up when the run resumed before it.
        const bool keeps =
            entry.step < newest.step && static_cast<std::int64_t>(kept.size()) < std::max<std::int64_t>(1, keep);
        (keeps ? kept : dropped).push_back(entry);
    }
    write_latest(folder / "latest.json", kept);
    point_last_at(folder, newest.weights, weights);
    for (const Entry& entry : dropped) {
        std::filesystem::remove(folder / entry.weights, problem);
        std::filesystem::remove(folder / entry.state, problem);
    }
}

std::optional<Checkpoint> read_newest_checkpoint(const std::filesystem::path& run_folder) {
    const std::filesystem::path folder = run_folder / "checkpoints";
    const std::vector<Entry> entries = read_latest(folder / "latest.json");
    if (entries.empty()) return std::nullopt;
    std::vector<std::string> reasons;
    for (const Entry& entry : entries) {
        try {
            return read_entry(folder, entry);
        } catch (const Error& error) {
            reasons.emplace_back(error.what());
        }
    }
    throw Error({.where = folder.string(),
                 .problem = fmt::format("none of {} checkpoints can be used: {}", entries.size(), join(reasons, "; ")),
                 .remedy = "start the run again from its config.yaml"});
}

}   // namespace overfit
