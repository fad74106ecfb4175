#include "ui/settings/theme_style.h"

#include <QStyleOptionButton>
#include <QStyleOptionSlider>

namespace overfit::ui {

namespace {

/// As it is, but that Fusion, which derives outlines from the window's colour, arrives at one near the text's.
QPalette withSeenOutlines(QPalette palette) {
    const QColor text = palette.color(QPalette::WindowText), window = palette.color(QPalette::Window);
    if (window.lightness() > text.lightness()) return palette;   // darker than a light window is seen
    const auto between = [](int a, int b) { return (2 * a + 3 * b) / 5; };
    const QColor outline(between(window.red(), text.red()), between(window.green(), text.green()),
                         between(window.blue(), text.blue()));
    palette.setColor(QPalette::Window, outline.lighter(140));   // Fusion: darker(140)
    return palette;
}

}   // namespace

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    if (button && (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton)) {
        QStyleOptionButton seen(*button);
        seen.palette = withSeenOutlines(button->palette);
        return QProxyStyle::drawPrimitive(element, &seen, painter, widget);
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                    const QWidget* widget) const {
    const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (slider && control == CC_Slider && slider->subControls.testFlag(SC_SliderTickmarks)) {
        QStyleOptionSlider ticks(*slider);
        ticks.subControls = SC_SliderTickmarks;
        ticks.palette = withSeenOutlines(slider->palette);
        QProxyStyle::drawComplexControl(control, &ticks, painter, widget);
        QStyleOptionSlider rest(*slider);
        rest.subControls.setFlag(SC_SliderTickmarks, false);
        return QProxyStyle::drawComplexControl(control, &rest, painter, widget);
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int ThemeStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* answer) const {
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons || hint == SH_EtchDisabledText) return 0;
    return QProxyStyle::styleHint(hint, option, widget, answer);
}

}   // namespace overfit::ui
