#pragma once

#include "ui/settings/app_settings.h"
#include "ui/worker/training_controller.h"

#include <QObject>

class QWidget;

namespace overfit::ui {

class DesktopNotifier;

/// Tells the desktop how a run ended while the window is not active.
class RunNotices : public QObject {
    Q_OBJECT
public:
    /// All outlive it. window: is shown when the notice is clicked.
    RunNotices(TrainingController& controller, const AppSettings& settings, QWidget& window);

private:
    void takeEnd(const RunOutcome& outcome);

    TrainingController& controller_;
    const AppSettings& settings_;
    QWidget& window_;
    DesktopNotifier* notifier_;
};

/// The title and the words of the notice.
struct NoticeText {
    QString title, words;
};
NoticeText noticeText(const QString& experiment, const RunOutcome& outcome, int waiting);

}   // namespace overfit::ui
