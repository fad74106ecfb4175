#include "app/display_check.h"

#include <QMessageLogContext>
#include <QString>
#include <QtGlobal>
#include <cstdio>
#include <cstdlib>

namespace overfit {

namespace {

constexpr const char* remedy =
    "To train without a window: overfit quick-start, overfit run. To draw off screen: QT_QPA_PLATFORM=offscreen "
    "overfit-workbench.";

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value && *value;
}

void handle_message(QtMsgType type, const QMessageLogContext&, const QString& message) {
    // Session managers of bare X servers: nothing that a user could act on.
    if (type == QtDebugMsg || type == QtInfoMsg || message.startsWith(QLatin1String("QStandardPaths: XDG_RUNTIME_DIR")))
        return;
    if (type == QtFatalMsg) {
        std::fprintf(stderr, "overfit-workbench: the display cannot be used. %s\n%s\n",
                     qPrintable(message.section(QLatin1Char('\n'), 0, 0)), remedy);
        std::fflush(stderr);
        std::_Exit(1);
    }
    std::fprintf(stderr, "%s\n", qPrintable(message));
}

}   // namespace

std::string missing_display() {
#if defined(Q_OS_LINUX)
    if (is_set("QT_QPA_PLATFORM") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) return {};
    return std::string("there is no display (DISPLAY and WAYLAND_DISPLAY are not set). ") + remedy;
#else
    return {};
#endif
}

void explain_display_failures() { qInstallMessageHandler(handle_message); }

}   // namespace overfit
