#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>

namespace overfit::ui {

/// A run folder in the desktop's trash and the place that it came from.
struct TrashedRun {
    QString folder;
    QString inTrash;
};

/// Moves one run folder to the trash (freedesktop.org's, by QFile). Throws Error, and the folder then stays where it is: a
/// run that is being written, what is no run folder, a file system without a trash.
TrashedRun moveToTrash(const QString& folder);

/// Back to its place. Throws Error when that is taken or the trash was emptied.
void restoreFromTrash(const TrashedRun& run);

/// The same in the background, for several, in the order in which it was asked. Knows where in the trash each one lies.
class RunTrash : public QObject {
    Q_OBJECT
public:
    explicit RunTrash(QObject* parent = nullptr);
    ~RunTrash() override;   // finishes what it was asked for

    enum class Time { First, Again };   // again: an undo is taken back
    void trash(const QStringList& folders, Time time = Time::First);
    void restore(const QStringList& folders);

Q_SIGNALS:
    void trashed(const QStringList& folders, const QStringList& problems, overfit::ui::RunTrash::Time time);
    /// left: those that lie in the trash still.
    void restored(const QStringList& folders, const QStringList& left, const QStringList& problems);

private:
    QHash<QString, QString> places_;   // in the trash, by folder; the pool's one thread
    QThreadPool pool_;                 // last: its thread uses the places
};

}   // namespace overfit::ui
