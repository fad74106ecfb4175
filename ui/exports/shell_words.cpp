#include "ui/exports/shell_words.h"

#include <QStringList>

namespace overfit::ui {

namespace {

bool isPlain(const QString& word) {
    for (const QChar character : word) {
        const bool letter = character.unicode() < 128 && character.isLetterOrNumber();
        if (!letter && !QStringLiteral("-_./:=,+@%").contains(character)) return false;
    }
    return !word.isEmpty();
}

}   // namespace

QString shellCommand(const std::vector<std::string>& words) {
    QStringList quoted;
    for (const std::string& text : words) {
        QString word = QString::fromStdString(text);
        quoted << (isPlain(word) ? word : u'\'' + word.replace(u'\'', QStringLiteral("'\\''")) + u'\'');
    }
    return quoted.join(u' ');
}

}   // namespace overfit::ui
