#include "ui/library/user_words.h"

#include "core/runs/notes_file.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <vector>

namespace overfit::ui {

namespace {

QString reasonOf(const std::exception& error) { return QString::fromUtf8(error.what()); }

}   // namespace

namespace {

using Tags = std::vector<std::string>;

Tags without(const Tags& tags, const Tags& those) {
    Tags rest;
    std::ranges::copy_if(tags, std::back_inserter(rest),
                         [&](const std::string& tag) { return std::ranges::find(those, tag) == those.end(); });
    return rest;
}

/// Takes back what was added and removed; tags that another program gave meanwhile stay.
UserWords::Change tagsBackTo(const Tags& before, const Tags& after) {
    return [added = without(after, before), removed = without(before, after)](UserNotes& notes) {
        notes.tags = without(notes.tags, added);
        std::ranges::copy(without(removed, notes.tags), std::back_inserter(notes.tags));
    };
}

}   // namespace

std::optional<UserWords::Change> wordsBackTo(const UserNotes& before, const UserNotes& after) {
    std::vector<UserWords::Change> steps;
    const auto compare = [&](auto member) {
        if (before.*member == after.*member) return;
        steps.emplace_back([member, value = before.*member](UserNotes& notes) { notes.*member = value; });
    };
    compare(&UserNotes::name);
    if (before.tags != after.tags) steps.emplace_back(tagsBackTo(before.tags, after.tags));
    compare(&UserNotes::colour);
    compare(&UserNotes::starred);
    compare(&UserNotes::archived);
    if (steps.empty()) return std::nullopt;
    return [steps](UserNotes& notes) {
        for (const UserWords::Change& step : steps) step(notes);
    };
}

UserWords::UserWords(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

UserWords::~UserWords() { pool_.waitForDone(); }

void UserWords::tell(const std::function<void()>& news) {
    // The destructor waits for the pool's thread, so `this` is alive; the call is dropped should it be gone by then.
    QMetaObject::invokeMethod(this, news, Qt::QueuedConnection);
}

void UserWords::change(const QStringList& folders, const Change& change) {
    pool_.start([this, folders, change] {
        QStringList written;
        for (const QString& folder : folders) {
            try {
                UserNotes notes = read_user_notes(folder.toStdString());
                change(notes);
                write_user_notes(folder.toStdString(), notes);
                written << folder;
            } catch (const std::exception& error) {
                tell([this, folder, reason = reasonOf(error)] { Q_EMIT failed(folder, reason); });
            }
        }
        if (!written.isEmpty()) tell([this, written] { Q_EMIT changed(written); });
    });
}

void UserWords::saveNotes(const QString& folder, const QString& text, const std::string& before) {
    pool_.start([this, folder, text, before] {
        try {
            const std::string found = read_notes(folder.toStdString()), fresh = text.toStdString();
            const bool own = found == before || found == fresh || found == ownNotes_.value(folder, before);
            if (!own) {
                tell([this, folder, found] { Q_EMIT notesDiffer(folder, found); });
                return;
            }
            write_notes(folder.toStdString(), fresh);
            ownNotes_.insert(folder, fresh);
            tell([this, folder, text] { Q_EMIT notesSaved(folder, text); });
        } catch (const std::exception& error) {
            tell([this, folder, reason = reasonOf(error)] { Q_EMIT notesFailed(folder, reason); });
        }
    });
}

}   // namespace overfit::ui
