#pragma once

#include "ui/library/run_row.h"

#include <QString>
#include <QStringList>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace overfit::ui {

/// Where runs are looked for.
struct RunRoots {
    QStringList folders;   // their direct sub-folders are runs; new ones are written into the first
    QStringList single;    // run folders from elsewhere
    bool operator==(const RunRoots&) const = default;
};

enum class ReadConfigs { No, Yes };

/// What a look at the folders found to be new, or a part of it.
struct RunScan {
    std::vector<RunRow> read;   // new or changed; their `config` is null
    std::vector<std::pair<QString, std::shared_ptr<const ExperimentConfig>>> configs;   // by folder
    std::vector<std::pair<QString, QString>> suffixes;   // by folder: what tells it from others of its name
    QStringList gone;
    bool complete = false;   // the last part: every folder is known now
};

/// Knows of each run folder what it looked like when it was read, so that only what changed is read again. One thread at a
/// time.
class RunFolderCache {
public:
    using Report = std::function<void(RunScan)>;

    /// Summaries first, newest folders first, told in parts as they come; then as many configurations as fit a moment: one
    /// takes as long as ten summaries. Of runs of the same name always, so that they can be told apart, of others if wanted.
    /// Returns whether more of these are left to read: look again soon. Ends early when `stop` becomes true.
    bool look(const RunRoots& roots, ReadConfigs configs, const std::atomic<bool>& stop, const Report& report);

    /// Reads the folder again at the next look, changed or not.
    void forget(const QString& folder);

private:
    /// Size, time and inode of a file: the inode too, since an atomic replacement may be as long and as old.
    struct Stamp {
        std::uint64_t inode = 0, size = 0;
        std::int64_t seconds = 0, nanoseconds = 0;
        bool operator==(const Stamp&) const = default;
    };
    /// Of a run that has ended: a folder that is being copied gets them after its record.
    struct Results {
        Stamp metrics, labels;
        bool operator==(const Results&) const = default;
    };
    struct Entry {
        Stamp record, user, notes;
        Results results;
        std::optional<RunStatus> status;
        QString name, suffix;
        std::string begun;
        std::shared_ptr<const ExperimentConfig> config;   // null: not read, or unreadable
        bool configWasRead = false;
        std::uint64_t look = 0;   // the last one that saw the folder
    };

    static Stamp stampOf(const std::string& file);
    static QString textOf(const Stamp& stamp);
    std::optional<RunRow> readIfChanged(const std::string& folder);
    QStringList forgetUnseen();
    std::vector<std::vector<std::string>> namesakes() const;
    bool readConfigs(const std::vector<std::string>& folders, const std::atomic<bool>& stop, RunScan& scan);
    std::vector<std::string> wordsFor(const std::vector<std::string>& folders) const;   // of one name
    void tellApart(const std::vector<std::vector<std::string>>& groups, RunScan& scan);

    std::unordered_map<std::string, Entry> entries_;
    std::uint64_t look_ = 0;
    bool namesChanged_ = false;   // or configurations: since runs were told apart
};

}   // namespace overfit::ui
