#pragma once

#include <QString>

class QAction;

namespace overfit::ui {

/// What an action does, in its tool tip (with its key) and in the status bar. Keys are set before.
void setTip(QAction& action, const QString& tip);

/// Greys an action that can't be done now; tool tip and status bar say why. No reason: it can be done.
void enableUnless(QAction& action, const QString& whyNot);

}   // namespace overfit::ui
