#pragma once

#include <QProxyStyle>

namespace overfit::ui {

/// Fusion with outlines that one sees in both themes: it draws those of check boxes and the ticks of sliders darker than the
/// window, which a dark one swallows. Buttons of dialogs have words alone: Fusion's pictures are made for light windows, and
/// so is the light edge below words that are disabled.
class ThemeStyle : public QProxyStyle {
    Q_OBJECT
public:
    ThemeStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* answer) const override;
};

}   // namespace overfit::ui
