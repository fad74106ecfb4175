#include "ui/settings/theme.h"

#include <QApplication>

namespace overfit::ui {

namespace {

/// The few colours from which a whole palette follows.
struct ThemeColours {
    QRgb window, base, alternateBase, button, text, disabledText, placeholder, accent, accentText, toolTip, link;
    QRgb light, midlight, mid, dark, shadow;   // bevels and frames
};

constexpr ThemeColours lightColours{
    .window = 0xfff4f5f6,
    .base = 0xffffffff,
    .alternateBase = 0xfff7f8f9,
    .button = 0xfff9fafa,
    .text = 0xff1f2328,
    .disabledText = 0xff8b9198,
    .placeholder = 0xff737a82,
    .accent = 0xff1f6fb2,
    .accentText = 0xffffffff,
    .toolTip = 0xffffffff,
    .link = 0xff0b62a8,
    .light = 0xffffffff,
    .midlight = 0xffe9ebed,
    .mid = 0xffc4c9ce,
    .dark = 0xff9aa1a9,
    .shadow = 0xff6d747c,
};

/// The window is clearly lighter than the base, so that fields stand out as in the light theme.
constexpr ThemeColours darkColours{
    .window = 0xff2d3136,
    .base = 0xff1b1d20,
    .alternateBase = 0xff222529,
    .button = 0xff3a3f46,
    .text = 0xffe8eaed,
    .disabledText = 0xff7f868e,
    .placeholder = 0xff949ba3,
    .accent = 0xff2f7fc4,
    .accentText = 0xffffffff,
    .toolTip = 0xff3a3f46,
    .link = 0xff6cb4f0,
    .light = 0xff555c65,
    .midlight = 0xff43484f,
    .mid = 0xff4d535b,
    .dark = 0xff15171a,
    .shadow = 0xff0b0c0e,
};

QPalette paletteOf(const ThemeColours& colours) {
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, QRgb colour) { palette.setColor(role, QColor(colour)); };
    set(QPalette::Window, colours.window);
    set(QPalette::WindowText, colours.text);
    set(QPalette::Base, colours.base);
    set(QPalette::AlternateBase, colours.alternateBase);
    set(QPalette::Text, colours.text);
    set(QPalette::Button, colours.button);
    set(QPalette::ButtonText, colours.text);
    set(QPalette::BrightText, 0xffff5555);
    set(QPalette::PlaceholderText, colours.placeholder);
    set(QPalette::Highlight, colours.accent);
    set(QPalette::HighlightedText, colours.accentText);
    set(QPalette::Link, colours.link);
    set(QPalette::LinkVisited, colours.link);
    set(QPalette::ToolTipBase, colours.toolTip);
    set(QPalette::ToolTipText, colours.text);
    set(QPalette::Light, colours.light);
    set(QPalette::Midlight, colours.midlight);
    set(QPalette::Mid, colours.mid);
    set(QPalette::Dark, colours.dark);
    set(QPalette::Shadow, colours.shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        palette.setColor(QPalette::Disabled, role, QColor(colours.disabledText));
    }
    palette.setColor(QPalette::Disabled, QPalette::Base, QColor(colours.window));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(colours.mid));
    return palette;
}

}   // namespace

QPalette lightPalette() { return paletteOf(lightColours); }

QPalette darkPalette() { return paletteOf(darkColours); }

void applyTheme(Theme theme) {
    if (theme == Theme::System) {
        // What the desktop says decides between our two; its own greys differ from desktop to desktop.
        QApplication::setPalette(QPalette());
        const QPalette system = QApplication::palette();
        const bool dark = system.color(QPalette::Window).lightness() < system.color(QPalette::WindowText).lightness();
        theme = dark ? Theme::Dark : Theme::Light;
    }
    QApplication::setPalette(theme == Theme::Dark ? darkPalette() : lightPalette());
}

}   // namespace overfit::ui
