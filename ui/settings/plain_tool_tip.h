#pragma once

#include <QString>
#include <QTextDocument>

namespace overfit::ui {

/// A tool tip that shows words of files (names, tags, problems) as they are: Qt would read tags in them as markup. Line
/// breaks stay.
inline QString plainToolTip(const QString& words) {
    return Qt::mightBeRichText(words) ? Qt::convertFromPlainText(words) : words;
}

}   // namespace overfit::ui
