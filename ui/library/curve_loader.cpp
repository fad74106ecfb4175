#include "ui/library/curve_loader.h"

#include <QDateTime>
#include <QFileInfo>
#include <QStringList>
#include <exception>

namespace overfit::ui {

CurveLoader::CurveLoader(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

CurveLoader::~CurveLoader() {
    pool_.clear();
    pool_.waitForDone();
}

std::shared_ptr<const RunMetrics> CurveLoader::curvesOf(const QString& folder) const {
    static const auto none = std::make_shared<const RunMetrics>();
    const auto entry = entries_.constFind(folder);
    return entry == entries_.cend() ? none : entry->metrics;
}

void CurveLoader::request(const QString& folder) {
    if (reading_.contains(folder)) return;
    reading_.insert(folder);
    const Entry known = entries_.value(folder);
    pool_.start([this, folder, known] {
        Entry fresh;
        const QFileInfo file(folder + QStringLiteral("/metrics.jsonl"));   // stat on this thread: network drives are slow
        fresh.size = file.exists() ? file.size() : 0;
        fresh.modified = file.exists() ? file.lastModified().toMSecsSinceEpoch() : 0;
        if (fresh.size != known.size || fresh.modified != known.modified) {
            try {
                fresh.metrics = std::make_shared<const RunMetrics>(read_metrics(folder.toStdString()));
            } catch (const std::exception& error) {
                RunMetrics none;
                none.problem = error.what();
                fresh.metrics = std::make_shared<const RunMetrics>(std::move(none));
            }
        }
        QMetaObject::invokeMethod(
            this,
            [this, folder, fresh] {
                if (!reading_.remove(folder) || !fresh.metrics) return;
                entries_.insert(folder, fresh);
                Q_EMIT loaded(folder);
            },
            Qt::QueuedConnection);
    });
}

void CurveLoader::put(const QString& folder, std::shared_ptr<const RunMetrics> metrics) {
    entries_.insert(folder, Entry{std::move(metrics), -1, -1});
}

void CurveLoader::keepOnly(const QStringList& folders) {
    for (auto entry = entries_.begin(); entry != entries_.end();) {
        entry = folders.contains(entry.key()) ? std::next(entry) : entries_.erase(entry);
    }
}

}   // namespace overfit::ui
