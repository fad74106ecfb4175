#pragma once

#include <QToolButton>

namespace overfit::ui {

/// A button with a menu whose text carries the arrow. Fusion's own would lie over the text's corner, and a style sheet
/// against it keeps the colours of the theme that it was first shown in.
class MenuButton : public QToolButton {
    Q_OBJECT
public:
    using QToolButton::QToolButton;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}   // namespace overfit::ui
