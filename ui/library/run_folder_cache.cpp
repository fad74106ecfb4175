#include "ui/library/run_folder_cache.h"

#include "core/comparison/namesakes.h"
#include "core/runs/notes_file.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "ui/library/run_words.h"

#include <QElapsedTimer>
#include <QHash>
#include <algorithm>
#include <exception>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unordered_set>

namespace overfit::ui {

namespace {

constexpr std::size_t firstPart = 40;        // rows: more than a window shows
constexpr qint64 partMilliseconds = 100;     // then as often as eyes follow
constexpr qint64 configMilliseconds = 250;   // of a look, so that changes are seen meanwhile

/// The sub-folders of a runs folder, newest names first; hidden ones are not runs.
std::vector<std::string> foldersIn(const std::string& root) {
    std::vector<std::string> folders;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(root, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_directory(ignored) && !entry->path().filename().string().starts_with('.')) {
            folders.push_back(entry->path().string());
        }
    }
    std::sort(folders.begin(), folders.end(), std::greater<>());
    return folders;
}

std::vector<std::string> foldersOf(const RunRoots& roots) {
    std::vector<std::string> folders;
    for (const QString& root : roots.folders) {
        if (root.isEmpty()) continue;
        const std::vector<std::string> found = foldersIn(root.toStdString());
        folders.insert(folders.end(), found.begin(), found.end());
    }
    std::unordered_set<std::string> known(folders.begin(), folders.end());
    std::vector<std::string> all;
    for (const QString& folder : roots.single) {
        if (known.insert(folder.toStdString()).second) all.push_back(folder.toStdString());
    }
    // A root given twice, or one inside of another.
    known.clear();
    for (const std::string& folder : folders) {
        if (known.insert(folder).second) all.push_back(folder);
    }
    return all;
}

/// Damaged notes hide nothing else; the editor then tells why it shows none.
void readNotes(RunRow& row) {
    try {
        row.notes = read_notes(row.run.folder);
        if (!is_valid_utf8(row.notes)) row.notesProblem = "notes.md: expected UTF-8 text, found other bytes";
    } catch (const Error& error) {
        row.notesProblem = error.what();
    }
    if (!row.notesProblem.empty()) row.notes.clear();
}

std::shared_ptr<const ExperimentConfig> configOf(const std::string& folder) {
    try {
        return std::make_shared<const ExperimentConfig>(read_run_config(folder));
    } catch (const std::exception&) {
        return nullptr;   // a foreign folder: "Use its experiment" tells why
    }
}

}   // namespace

RunFolderCache::Stamp RunFolderCache::stampOf(const std::string& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return {};
    return {status.st_ino, static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

QString RunFolderCache::textOf(const Stamp& stamp) {
    return QStringLiteral("%1 %2 %3.%4").arg(stamp.inode).arg(stamp.size).arg(stamp.seconds).arg(stamp.nanoseconds);
}

std::optional<RunRow> RunFolderCache::readIfChanged(const std::string& folder) {
    const auto [place, isNew] = entries_.try_emplace(folder);
    Entry& entry = place->second;
    entry.look = look_;
    const Stamp record = stampOf(folder + "/run.json"), user = stampOf(folder + "/user.json"),
                notes = stampOf(folder + "/notes.md");
    const auto resultsOf = [&folder](std::optional<RunStatus> status) {
        if (status == RunStatus::Running) return Results();
        return Results{stampOf(folder + "/metrics.jsonl"), stampOf(folder + "/labels.bin")};
    };
    Results results = resultsOf(entry.status);
    const bool changed =
        isNew || record != entry.record || user != entry.user || notes != entry.notes || results != entry.results;
    // A running one becomes interrupted without any change of its files: its process is gone.
    if (!changed && entry.status != RunStatus::Running) return std::nullopt;
    RunListing run = read_run(folder);
    const std::optional<RunStatus> status = run.record ? std::optional(run.record->status) : std::nullopt;
    if (!changed && status == entry.status) return std::nullopt;
    entry.record = record;
    entry.user = user;
    entry.notes = notes;
    if (status != entry.status) results = resultsOf(status);
    entry.results = results;
    entry.status = status;
    RunRow row = makeRow(std::move(run));
    namesChanged_ |= isNew || entry.name != row.name;
    entry.name = row.name;
    entry.begun = row.run.record ? row.run.record->created : std::string();
    row.suffix = entry.suffix;
    row.results = QStringLiteral("%1 %2").arg(textOf(results.metrics), textOf(results.labels));
    if (notes != Stamp{}) {
        readNotes(row);
        refresh(row);
    }
    return row;
}

QStringList RunFolderCache::forgetUnseen() {
    QStringList gone;
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        if (entry->second.look == look_) {
            ++entry;
        } else {
            gone << QString::fromStdString(entry->first);
            entry = entries_.erase(entry);
            namesChanged_ = true;
        }
    }
    return gone;
}

bool RunFolderCache::readConfigs(const std::vector<std::string>& folders, const std::atomic<bool>& stop, RunScan& scan) {
    QElapsedTimer time;
    time.start();
    for (const std::string& folder : folders) {
        Entry& entry = entries_.at(folder);
        if (entry.configWasRead || !entry.status) continue;
        if (stop || time.hasExpired(configMilliseconds)) return true;
        entry.configWasRead = true;
        entry.config = configOf(folder);
        namesChanged_ = true;
        scan.configs.emplace_back(QString::fromStdString(folder), entry.config);
    }
    return false;
}

std::vector<std::vector<std::string>> RunFolderCache::namesakes() const {
    QHash<QString, std::vector<std::string>> byName;
    for (const auto& [folder, entry] : entries_) {
        if (entry.status) byName[entry.name].push_back(folder);
    }
    return {byName.cbegin(), byName.cend()};
}

void RunFolderCache::tellApart(const std::vector<std::vector<std::string>>& groups, RunScan& scan) {
    namesChanged_ = false;
    for (const std::vector<std::string>& folders : groups) {
        const std::vector<std::string> words = wordsFor(folders);
        for (std::size_t place = 0; place < folders.size(); ++place) {
            Entry& entry = entries_.at(folders[place]);
            const QString suffix = QString::fromStdString(words[place]);
            if (std::exchange(entry.suffix, suffix) == suffix) continue;
            scan.suffixes.emplace_back(QString::fromStdString(folders[place]), suffix);
        }
    }
}

std::vector<std::string> RunFolderCache::wordsFor(const std::vector<std::string>& folders) const {
    std::vector<Namesake> namesakes;
    for (const std::string& folder : folders) {
        const Entry& entry = entries_.at(folder);
        namesakes.push_back({.config = entry.config.get(),
                             .begun = entry.begun,
                             .folder = std::filesystem::path(folder).filename().string()});
    }
    return words_for_namesakes(namesakes);
}

bool RunFolderCache::look(const RunRoots& roots, ReadConfigs configs, const std::atomic<bool>& stop, const Report& report) {
    ++look_;
    const std::vector<std::string> folders = foldersOf(roots);
    RunScan part;
    QElapsedTimer sincePart;
    sincePart.start();
    bool isFirst = true;
    for (const std::string& folder : folders) {
        if (stop) return false;
        if (std::optional<RunRow> row = readIfChanged(folder)) part.read.push_back(std::move(*row));
        const bool due = sincePart.hasExpired(partMilliseconds) || (isFirst && part.read.size() >= firstPart);
        if (!due || part.read.empty()) continue;
        report(std::exchange(part, {}));
        isFirst = false;
        sincePart.restart();
    }
    part.gone = forgetUnseen();
    part.complete = true;
    report(std::exchange(part, {}));
    const std::vector<std::vector<std::string>> groups =
        namesChanged_ ? namesakes() : std::vector<std::vector<std::string>>();
    bool more = false;
    for (const std::vector<std::string>& group : groups) {
        if (group.size() > 1 && !more) more = readConfigs(group, stop, part);
    }
    if (!more) tellApart(groups, part);
    if (configs == ReadConfigs::Yes && !more) more = readConfigs(folders, stop, part);
    if (!part.configs.empty() || !part.suffixes.empty()) report(std::move(part));
    return more;
}

void RunFolderCache::forget(const QString& folder) { entries_.erase(folder.toStdString()); }

}   // namespace overfit::ui
