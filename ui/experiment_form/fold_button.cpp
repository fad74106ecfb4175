#include "ui/experiment_form/fold_button.h"

#include <QKeyEvent>

namespace overfit::ui {

FoldButton::FoldButton(QWidget* parent) : QAbstractButton(parent) {
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

QSize FoldButton::minimumSizeHint() const { return {60, sizeHint().height()}; }

QString FoldButton::stateInWords() const { return isChecked() ? tr("open") : tr("closed"); }

void FoldButton::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Right: setChecked(true); return;
        case Qt::Key_Left: setChecked(false); return;
        case Qt::Key_Return:
        case Qt::Key_Enter: toggle(); return;
        default: QAbstractButton::keyPressEvent(event);
    }
}

}   // namespace overfit::ui
