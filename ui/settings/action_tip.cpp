#include "ui/settings/action_tip.h"

#include "ui/settings/plain_tool_tip.h"

#include <QAction>

namespace overfit::ui {

namespace {

constexpr const char* usualTip = "usualTip";   // a property: what the action does, while it says why it can't

void showTip(QAction& action, const QString& tip) {
    const QString key = action.shortcut().toString(QKeySequence::NativeText);
    action.setToolTip(plainToolTip(key.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, key)));
    action.setStatusTip(tip);
}

}   // namespace

void setTip(QAction& action, const QString& tip) {
    action.setProperty(usualTip, tip);
    showTip(action, tip);
}

void enableUnless(QAction& action, const QString& whyNot) {
    action.setEnabled(whyNot.isEmpty());
    if (whyNot.isEmpty()) return showTip(action, action.property(usualTip).toString());
    action.setToolTip(plainToolTip(whyNot));
    action.setStatusTip(whyNot);
}

}   // namespace overfit::ui
