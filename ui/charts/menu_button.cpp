#include "ui/charts/menu_button.h"

#include <QStyleOptionToolButton>
#include <QStylePainter>

namespace overfit::ui {

void MenuButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.features &= ~QStyleOptionToolButton::HasMenu;
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
}

}   // namespace overfit::ui
