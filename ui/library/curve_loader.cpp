#include "ui/library/curve_loader.h"

#include "ui/worker/background.h"

#include <QDateTime>
#include <QFileInfo>
#include <QStringList>
#include <exception>

namespace overfit::ui {

namespace {

constexpr int mostAtOnce = 2;   // leaves the processors to a training; one folder that hangs does not hold up the others

}   // namespace

CurveLoader::CurveLoader(QObject* parent) : QObject(parent) {}

std::shared_ptr<const RunMetrics> CurveLoader::curvesOf(const QString& folder) const {
    static const auto none = std::make_shared<const RunMetrics>();
    const auto entry = entries_.constFind(folder);
    return entry == entries_.cend() ? none : entry->metrics;
}

void CurveLoader::request(const QString& folder) {
    if (wanted_.contains(folder)) return;
    wanted_.insert(folder);
    waiting_ << folder;
    readNext();
}

void CurveLoader::readNext() {
    while (reading_ < mostAtOnce && !waiting_.isEmpty()) {
        ++reading_;
        const QString folder = waiting_.takeFirst();
        const auto work = [folder, known = entries_.value(folder)] { return read(folder, known); };
        inBackground(this, work, [this, folder](const Entry& fresh) {
            --reading_;
            wanted_.remove(folder);
            readNext();
            if (!fresh.metrics) return;
            entries_.insert(folder, fresh);
            Q_EMIT loaded(folder);
        });
    }
}

CurveLoader::Entry CurveLoader::read(const QString& folder, const Entry& known) {
    Entry fresh;
    const QFileInfo file(folder + QStringLiteral("/metrics.jsonl"));   // stat on this thread: network drives are slow
    fresh.size = file.exists() ? file.size() : 0;
    fresh.modified = file.exists() ? file.lastModified().toMSecsSinceEpoch() : 0;
    if (fresh.size == known.size && fresh.modified == known.modified) return fresh;
    try {
        fresh.metrics = std::make_shared<const RunMetrics>(read_metrics(folder.toStdString()));
    } catch (const std::exception& error) {
        RunMetrics none;
        none.problem = error.what();
        fresh.metrics = std::make_shared<const RunMetrics>(std::move(none));
    }
    return fresh;
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
