#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <vector>

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

/// The same in the background, for several.
class RunTrash : public QObject {
    Q_OBJECT
public:
    explicit RunTrash(QObject* parent = nullptr);
    ~RunTrash() override;   // finishes what it was asked for

    void trash(const QStringList& folders);
    void restore(const std::vector<TrashedRun>& runs);

Q_SIGNALS:
    void trashed(const std::vector<overfit::ui::TrashedRun>& runs, const QStringList& problems);
    /// left: those that lie in the trash still.
    void restored(const std::vector<overfit::ui::TrashedRun>& runs, const std::vector<overfit::ui::TrashedRun>& left,
                  const QStringList& problems);

private:
    QThreadPool pool_;
};

}   // namespace overfit::ui
