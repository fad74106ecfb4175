#pragma once

#include <QObject>
#include <QString>

class QDBusPendingCallWatcher;

namespace overfit::ui {

/// Notices of the desktop (org.freedesktop.Notifications). Each replaces the one before, so that a long queue leaves one.
/// Where nobody shows them nothing happens.
class DesktopNotifier : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    void tell(const QString& title, const QString& words);

Q_SIGNALS:
    void activated();   // the notice was clicked

private Q_SLOTS:
    void takeAction(uint id, const QString& action);

private:   // NOLINT(readability-redundant-access-specifiers): the other one is for moc
    void askCapabilities();
    void send();

    enum class Markup { Unknown, Asking, Shown, Plain };   // whether the desktop reads < and & in a notice as markup
    Markup markup_ = Markup::Unknown;
    QString title_, words_;
    uint last_ = 0;   // the desktop's number of our notice; 0 = none yet
};

}   // namespace overfit::ui
