#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

namespace overfit::ui {

/// Notes that were typed and are not in notes.md yet.
struct TypedNotes {
    QString text;
    QString before;   // what notes.md held when they were typed
    bool operator==(const TypedNotes&) const = default;
};

/// By run folder.
using UnsavedNotes = QHash<QString, TypedNotes>;

/// For the settings: a text that could not be written outlives the window.
QByteArray toJson(const UnsavedNotes& notes);

/// What is damaged is left out.
UnsavedNotes unsavedNotesFrom(const QByteArray& json);

}   // namespace overfit::ui
