#include "ui/help/keys_page.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QStringList>

namespace overfit::ui {

namespace {

constexpr const char* steadyName = "steadyName";

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::KeysPage", text); }

/// "&Run" as people read it; "&&" is one of them.
QString withoutMnemonic(QString text) {
    text.replace(QLatin1String("&&"), QChar(0));
    text.remove(QLatin1Char('&'));
    return text.replace(QChar(0), QLatin1Char('&'));
}

/// What an action is called whatever it counts at the moment.
QString nameOf(const QAction& action) {
    const QString steady = action.property(steadyName).toString();
    return withoutMnemonic(steady.isEmpty() ? action.text() : steady);
}

QString keysOf(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts()) keys << key.toString(QKeySequence::NativeText).toHtmlEscaped();
    return keys.join(tr(" or "));
}

QString rowsOf(const QMenu& menu) {
    QString rows;
    for (const QAction* action : menu.actions()) {
        if (action->menu() != nullptr) {
            rows += rowsOf(*action->menu());
        } else if (!action->shortcut().isEmpty()) {
            rows += QStringLiteral("<tr><td width='160'><b>%1</b></td><td>%2</td></tr>")
                        .arg(keysOf(*action), nameOf(*action).toHtmlEscaped());
        }
    }
    return rows;
}

}   // namespace

QString keysPage(const QMenuBar& menus) {
    QString page;
    for (const QAction* action : menus.actions()) {
        const QString rows = action->menu() != nullptr ? rowsOf(*action->menu()) : QString();
        if (rows.isEmpty()) continue;
        page += QStringLiteral("<h3>%1</h3><table cellpadding='3' width='100%'>%2</table>")
                    .arg(withoutMnemonic(action->text()).toHtmlEscaped(), rows);
    }
    return page + QStringLiteral("<p>%1</p>")
                      .arg(tr("Alt and the underlined letter open a menu. F1 explains what has the focus, charts with their "
                              "own keys too."));
}

}   // namespace overfit::ui
