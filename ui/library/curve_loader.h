#pragma once

#include "core/runs/metrics_file.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <memory>

namespace overfit::ui {

/// Reads the curves of run folders in the background and keeps them; reads again when metrics.jsonl has grown, so that a run
/// of another process (`overfit run`) is followed, too.
class CurveLoader : public QObject {
    Q_OBJECT
public:
    explicit CurveLoader(QObject* parent = nullptr);

    /// What is known now, never null; empty curves until loaded() told of them.
    std::shared_ptr<const RunMetrics> curvesOf(const QString& folder) const;

    /// Reads the folder's curves unless those at hand are the newest. Cheap when nothing changed.
    void request(const QString& folder);

    /// Curves that are known already: of the run that was just watched.
    void put(const QString& folder, std::shared_ptr<const RunMetrics> metrics);

    /// Forgets all but these.
    void keepOnly(const QStringList& folders);

Q_SIGNALS:
    void loaded(const QString& folder);

private:
    struct Entry {
        std::shared_ptr<const RunMetrics> metrics;
        qint64 size = -1;       // of metrics.jsonl when it was read; -1: not from the file
        qint64 modified = -1;   // ms since 1970
    };

    static Entry read(const QString& folder, const Entry& known);
    void readNext();

    QHash<QString, Entry> entries_;
    QSet<QString> wanted_;   // waiting or being read
    QStringList waiting_;
    int reading_ = 0;
};

}   // namespace overfit::ui
