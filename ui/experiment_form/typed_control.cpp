#include "ui/experiment_form/typed_control.h"

#include "core/support/error.h"
#include "ui/experiment_form/typed_text.h"

#include <QKeyEvent>

namespace overfit::ui {
namespace {

/// Without the field's name, which stands beside it.
QString reason(const Error& error) {
    QString words = QString::fromStdString(error.parts().problem);
    if (!error.parts().remedy.empty()) words += QStringLiteral("; ") + QString::fromStdString(error.parts().remedy);
    return words;
}

}   // namespace

void TypedControl::adopt(QWidget* widget) {
    FieldControl::adopt(widget);
    widget->installEventFilter(this);
}

bool TypedControl::eventFilter(QObject* watched, QEvent* event) {
    // A line of text claims these keys for itself, also when it has nothing to take back.
    if (event->type() == QEvent::ShortcutOverride && readable_) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return FieldControl::eventFilter(watched, event);
}

void TypedControl::present(const FieldValue& value, Typed typed) {
    const bool same = value_ && sameValue(value, *value_);
    if (same && (readable_ || typed == Typed::Keep)) return;
    value_ = value;
    readable_ = true;
    showText(shownText(field(), value));
}

void TypedControl::read() {
    try {
        value_ = readTyped(field(), text());
        readable_ = true;
    } catch (const Error& error) {
        readable_ = false;
        Q_EMIT rejected(reason(error));
        return;
    }
    Q_EMIT edited(*value_);
}

void TypedControl::tidy() {
    if (readable_ && value_) showText(shownText(field(), *value_));
}

}   // namespace overfit::ui
