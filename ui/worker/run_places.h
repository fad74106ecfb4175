#pragma once

#include <filesystem>
#include <mutex>
#include <vector>

namespace overfit::ui {

/// Where new runs are written and where data sets are looked for. Set by the UI thread when the user chooses another folder,
/// read by the training thread when a run begins.
class RunPlaces {
public:
    RunPlaces(std::filesystem::path runsDir, std::vector<std::filesystem::path> dataRoots)
        : runsDir_(std::move(runsDir)), dataRoots_(std::move(dataRoots)) {}

    std::filesystem::path runsDir() const {
        const std::lock_guard lock(mutex_);
        return runsDir_;
    }
    std::vector<std::filesystem::path> dataRoots() const {
        const std::lock_guard lock(mutex_);
        return dataRoots_;
    }
    void setRunsDir(std::filesystem::path folder) {
        const std::lock_guard lock(mutex_);
        runsDir_ = std::move(folder);
    }
    void setDataRoots(std::vector<std::filesystem::path> folders) {
        const std::lock_guard lock(mutex_);
        dataRoots_ = std::move(folders);
    }

private:
    mutable std::mutex mutex_;
    std::filesystem::path runsDir_;                  // guarded by mutex_
    std::vector<std::filesystem::path> dataRoots_;   // guarded by mutex_
};

}   // namespace overfit::ui
