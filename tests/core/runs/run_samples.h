#pragma once

#include "core/runs/run_record.h"

#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>

namespace overfit::samples {

/// A finished run with every key filled.
inline RunRecord whole_record() {
    RunRecord record;
    record.id = "20260131T123456Z-random-labels-0a1b";
    record.name = "random labels";
    record.status = RunStatus::Fitted;
    record.created = "2026-01-31T12:34:56.000Z";
    record.finished = "2026-01-31T12:35:37.500Z";
    record.duration_s = 41.5;
    record.host = "node17";
    record.pid = 4711;
    record.device = "cpu";
    record.device_name = "a processor";
    record.precision = "fp32";
    record.threads = 2;
    record.versions = {{"program", "0.1.0"}, {"libtorch", "2.11.0"}};
    record.seeds = ResolvedSeeds{1, 2, 3, 4, 5, 6, 7, 8, 18446744073709551615ULL};
    record.parent = "20260130T000000Z-random-labels-ffff";
    record.data = DataSummary{"fashion-mnist", 5000, 100, 10000, 10, std::string(64, 'a')};
    record.model = ModelSummary{"mlp", 407050};
    record.audit = AuditReport{4500, 0.9, 0.9, std::string(64, 'b'), std::string(64, 'c'), 0.1, {}};
    record.audit->findings = {{FindingLevel::Note, "a-note", "expected 1, found 2"},
                              {FindingLevel::Error, "data-changed", "x"}};
    EpochMetrics last;
    last.epoch = 40;
    last.step = 4000;
    last.time_s = 41.25;
    last.train_time_s = 30.5;
    last.train_loss = std::numeric_limits<double>::quiet_NaN();
    last.train_accuracy = 1.0;
    last.test_accuracy = 0.101;
    record.final_metrics = last;
    record.best = BestEpoch{"test_accuracy", 0.125, 3, true};
    record.fitted = FittedPoint{40, 4000, 41.25};
    record.total_steps = 10000;
    return record;
}

/// One to three bytes of `text` replaced.
inline std::string damaged(std::string text, std::mt19937& random) {
    for (auto flips = 1 + random() % 3; flips > 0 && !text.empty(); --flips) {
        text[random() % text.size()] = static_cast<char>(random() % 256);
    }
    return text;
}

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

inline void put(const std::filesystem::path& file, const std::string& content) {
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::remove(file);   // a new file, not a truncated one: some file systems flush those at once
    std::ofstream(file, std::ios::binary) << content;
}

/// Every file below a folder with its content and its time: equal before and after means that nothing was touched.
inline std::map<std::string, std::string> fingerprint(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto time = entry.last_write_time().time_since_epoch().count();
        files[entry.path().string()] = std::to_string(time) + (entry.is_regular_file() ? content_of(entry.path()) : "");
    }
    return files;
}

}   // namespace overfit::samples
