#include "ui/library/run_folder_cache.h"

#include "core/comparison/tell_apart.h"
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

/// Begun within the same minute: their turn tells, which the folders' names are sorted by.
void numberAlike(std::vector<QString>& words) {
    QHash<QString, int> alike, turn;
    for (const QString& text : words) ++alike[text];
    for (QString& text : words) {
        if (alike.value(text) > 1) text += QStringLiteral(" · no. %1").arg(++turn[text]);
    }
}

}   // namespace

RunFolderCache::Stamp RunFolderCache::stampOf(const std::string& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return {};
    return {status.st_ino, static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

std::optional<RunRow> RunFolderCache::readIfChanged(const std::string& folder) {
    const auto [place, isNew] = entries_.try_emplace(folder);
    Entry& entry = place->second;
    entry.look = look_;
    const Stamp record = stampOf(folder + "/run.json"), user = stampOf(folder + "/user.json"),
                notes = stampOf(folder + "/notes.md");
    const bool changed = isNew || record != entry.record || user != entry.user || notes != entry.notes;
    // A running one becomes interrupted without any change of its files: its process is gone.
    if (!changed && entry.status != RunStatus::Running) return std::nullopt;
    RunListing run = read_run(folder);
    const std::optional<RunStatus> status = run.record ? std::optional(run.record->status) : std::nullopt;
    if (!changed && status == entry.status) return std::nullopt;
    entry.record = record;
    entry.user = user;
    entry.notes = notes;
    entry.status = status;
    RunRow row = makeRow(std::move(run));
    namesChanged_ |= isNew || entry.name != row.name;
    entry.name = row.name;
    entry.begun = row.run.record ? shortTime(QString::fromStdString(row.run.record->created)) : QString();
    row.suffix = entry.suffix;
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
    for (std::vector<std::string>& folders : byName) std::ranges::sort(folders);   // by time: their names begin with it
    return {byName.cbegin(), byName.cend()};
}

void RunFolderCache::tellApart(const std::vector<std::vector<std::string>>& groups, RunScan& scan) {
    namesChanged_ = false;
    for (const std::vector<std::string>& folders : groups) {
        const std::vector<QString> words = wordsFor(folders);
        for (std::size_t place = 0; place < folders.size(); ++place) {
            Entry& entry = entries_.at(folders[place]);
            if (entry.suffix == words[place]) continue;
            entry.suffix = words[place];
            scan.suffixes.emplace_back(QString::fromStdString(folders[place]), words[place]);
        }
    }
}

std::vector<QString> RunFolderCache::wordsFor(const std::vector<std::string>& namesakes) const {
    std::vector<QString> words(namesakes.size());
    std::vector<const ExperimentConfig*> configs;
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < namesakes.size(); ++place) {
        const auto& config = entries_.at(namesakes[place]).config;
        if (!config) continue;
        configs.push_back(config.get());
        places.push_back(place);
    }
    const std::vector<std::string> settings = tell_apart(configs);
    for (std::size_t i = 0; i < places.size(); ++i) words[places[i]] = QString::fromStdString(settings[i]);
    // The same experiment again: when it began tells.
    QHash<QString, int> alike;
    for (const QString& text : words) ++alike[text];
    for (std::size_t place = 0; place < words.size(); ++place) {
        if (alike.value(words[place]) < 2) continue;
        const QString& begun = entries_.at(namesakes[place]).begun;
        words[place] = words[place].isEmpty() ? begun : words[place] + QStringLiteral(" · ") + begun;
    }
    numberAlike(words);
    return words;
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
