#pragma once

#include <QWidget>

namespace overfit::ui {

/// What the widget, or the nearest around it, says of itself: "what is this" before the tool tip. `widget` is null when none
/// of them says anything.
struct FocusHelp {
    QWidget* widget = nullptr;
    QString text;        // may be rich
    QString firstLine;   // plain
};

FocusHelp helpFor(QWidget* focused);

/// Shows it at the widget until a key, a click or some time ends it.
void showHelp(const FocusHelp& help);

}   // namespace overfit::ui
