#pragma once

#include "core/config/config_yaml.h"
#include "core/runs/metrics_file.h"
#include "core/runs/run_record.h"
#include "tests/fakes/fake_training.h"

#include <QString>
#include <QTemporaryDir>
#include <filesystem>
#include <fstream>

namespace overfit::ui::samples {

/// Milliseconds. What the list writes reaches the disk with fsync, which on a busy machine waits behind gigabytes of others'
/// data.
constexpr int diskPatience = 60'000;

/// A run that fitted; `minute` makes it newer than others.
inline RunRecord record(const std::string& name, int minute, RunStatus status = RunStatus::Fitted) {
    RunRecord result;
    result.id = name;
    result.name = name;
    result.status = status;
    result.created = "2026-01-02T03:" + std::string(minute < 10 ? "0" : "") + std::to_string(minute) + ":00Z";
    result.finished = result.created;
    result.duration_s = 28;
    result.host = "somewhere";
    result.final_metrics = fakeEpoch(5, 5);
    result.final_metrics->test_accuracy = 0.098;
    return result;
}

/// Writes run.json and metrics.jsonl of a folder named like the run. Returns its path.
inline QString writeRun(const QString& root, const RunRecord& content) {
    const std::filesystem::path folder = (root + '/' + QString::fromStdString(content.name)).toStdString();
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "run.json") << run_record_to_json(content);   // no fsync: thousands of them are written
    std::ofstream(folder / "metrics.jsonl") << epoch_line(fakeEpoch(0, 5)) << "\n" << epoch_line(fakeEpoch(1, 5)) << "\n";
    return QString::fromStdString(folder.string());
}
inline QString writeRun(const QTemporaryDir& root, const RunRecord& content) { return writeRun(root.path(), content); }

inline void writeConfig(const QString& folder, const ExperimentConfig& config) {
    std::ofstream((folder + "/config.yaml").toStdString()) << config_to_yaml(config);
}

}   // namespace overfit::ui::samples
