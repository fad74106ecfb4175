#include "ui/desktop/desktop_notifier.h"

#include "ui/desktop/session_bus.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QVariantMap>

namespace overfit::ui {

namespace {

const auto service = QStringLiteral("org.freedesktop.Notifications");
const auto path = QStringLiteral("/org/freedesktop/Notifications");
const auto program = QStringLiteral("overfit-workbench");
const auto clicked = QStringLiteral("default");   // the specification's name for a click on the notice itself
constexpr int usualTime = -1;

QDBusMessage callOf(const QString& method) { return QDBusMessage::createMethodCall(service, path, service, method); }

}   // namespace

void DesktopNotifier::tell(const QString& title, const QString& words) {
    title_ = title;
    words_ = words;
    if (markup_ == Markup::Unknown) askCapabilities();
    if (markup_ == Markup::Shown || markup_ == Markup::Plain) send();
}

void DesktopNotifier::askCapabilities() {
    QDBusConnection bus = sessionBus();
    if (!bus.isConnected()) return;
    markup_ = Markup::Asking;
    bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(takeAction(uint, QString)));
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(callOf(QStringLiteral("GetCapabilities"))), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QStringList> abilities = *answer;
        markup_ = abilities.isError()                                        ? Markup::Unknown
                  : abilities.value().contains(QLatin1String("body-markup")) ? Markup::Shown
                                                                             : Markup::Plain;
        if (!abilities.isError()) send();
    });
}

void DesktopNotifier::send() {
    const QString words = markup_ == Markup::Shown ? words_.toHtmlEscaped() : words_;
    QDBusMessage call = callOf(QStringLiteral("Notify"));
    call << program << last_ << program << title_ << words << QStringList{clicked, tr("Show")}
         << QVariantMap{{QStringLiteral("desktop-entry"), program}} << usualTime;
    auto* answer = new QDBusPendingCallWatcher(sessionBus().asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<uint> number = *answer;
        if (!number.isError()) last_ = number.value();
    });
}

void DesktopNotifier::takeAction(uint id, const QString& action) {
    if (id == last_ && action == clicked) Q_EMIT activated();
}

}   // namespace overfit::ui
