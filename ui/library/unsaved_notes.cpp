#include "ui/library/unsaved_notes.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace overfit::ui {

namespace {

const auto textKey = QStringLiteral("text");
const auto beforeKey = QStringLiteral("before");

}   // namespace

QByteArray toJson(const UnsavedNotes& notes) {
    if (notes.isEmpty()) return {};
    QJsonObject folders;
    for (auto typed = notes.cbegin(); typed != notes.cend(); ++typed) {
        folders.insert(typed.key(), QJsonObject{{textKey, typed->text}, {beforeKey, typed->before}});
    }
    return QJsonDocument(folders).toJson(QJsonDocument::Compact);
}

UnsavedNotes unsavedNotesFrom(const QByteArray& json) {
    UnsavedNotes notes;
    const QJsonObject folders = QJsonDocument::fromJson(json).object();
    for (auto folder = folders.begin(); folder != folders.end(); ++folder) {
        const QJsonObject typed = folder->toObject();
        if (!typed.value(textKey).isString()) continue;
        notes.insert(folder.key(), {typed.value(textKey).toString(), typed.value(beforeKey).toString()});
    }
    return notes;
}

}   // namespace overfit::ui
