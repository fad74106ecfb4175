#include "ui/desktop/taskbar_progress.h"

#include "ui/desktop/session_bus.h"

#include <QDBusMessage>
#include <QVariantMap>

namespace overfit::ui {

void TaskbarProgress::show(std::optional<double> share) {
    const int percent = share ? static_cast<int>(100.0 * *share) : -1;
    if (percent == percent_) return;
    percent_ = percent;
    const QDBusConnection bus = sessionBus();
    if (!bus.isConnected()) return;
    QDBusMessage news =
        QDBusMessage::createSignal(QStringLiteral("/com/canonical/unity/launcherentry/1"),
                                   QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"));
    news << QStringLiteral("application://overfit-workbench.desktop")
         << QVariantMap{{QStringLiteral("progress"), percent / 100.0}, {QStringLiteral("progress-visible"), percent >= 0}};
    bus.send(news);
}

}   // namespace overfit::ui
