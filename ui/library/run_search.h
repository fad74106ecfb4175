#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace overfit::ui {

/// What of a run can be found, in lower case.
struct RunText {
    QString everything;   // name, status, numbers, data set, model, tags, notes, folder
    QStringList tags;
    QStringList statuses;   // "stopped", "cancelled": as people and as run.json call it
    QString dataset, model, notes;
    bool starred = false;
    bool archived = false;
};

/// The search field's text, taken apart: every term has to hold.
struct RunQuery {
    enum class Kind { Text, Tag, Status, DataSet, Model, Notes, Star, Archived };
    struct Term {
        Kind kind = Kind::Text;
        QString text;            // in lower case; empty for Star and Archived
        bool excluded = false;   // -word: must not hold
    };
    std::vector<Term> terms;

    /// Archived runs are listed when they are asked for by name.
    bool asksForArchived() const;
};

/// Words, "several words", tag:x, status:x, data:x, model:x, notes:x, star, archived; a minus before any of them excludes.
/// Never fails: what is no filter is a word, and a filter that is not typed to its end asks for nothing yet.
RunQuery parseQuery(const QString& text);

bool matches(const RunQuery& query, const RunText& run);

/// The filters explained, for the field's tooltip.
QString searchHelp();

}   // namespace overfit::ui
