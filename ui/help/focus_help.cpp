#include "ui/help/focus_help.h"

#include <QTextDocumentFragment>
#include <QWhatsThis>

namespace overfit::ui {

FocusHelp helpFor(QWidget* focused) {
    // A control inside of a field has its words at the field, a chart's canvas at the chart.
    for (QWidget* widget = focused; widget != nullptr; widget = widget->isWindow() ? nullptr : widget->parentWidget()) {
        const QString text = widget->whatsThis().isEmpty() ? widget->toolTip() : widget->whatsThis();
        if (text.isEmpty()) continue;
        const QString plain = QTextDocumentFragment::fromHtml(text).toPlainText();
        return {widget, text, plain.section(QLatin1Char('\n'), 0, 0)};
    }
    return {};
}

void showHelp(const FocusHelp& help) {
    if (help.widget == nullptr) return;
    QWhatsThis::showText(help.widget->mapToGlobal(QPoint(0, help.widget->height())), help.text, help.widget);
}

}   // namespace overfit::ui
