#include "ui/compare/comparison_reader.h"

#include <QDateTime>
#include <QFileInfo>
#include <array>
#include <utility>

namespace overfit::ui {

namespace {

/// Size and time of a run's small files: equal means unchanged.
using Stamp = std::array<qint64, 8>;

Stamp stampOf(const QString& folder) {
    Stamp stamp{};
    std::size_t at = 0;
    // The lock: a run whose process went away has changed without a word in run.json.
    for (const char* name : {"/run.json", "/config.yaml", "/user.json", "/lock"}) {
        const QFileInfo file(folder + QLatin1String(name));
        stamp[at++] = file.exists() ? file.size() : -1;
        stamp[at++] = file.exists() ? file.lastModified().toMSecsSinceEpoch() : -1;
    }
    return stamp;
}

bool mayChangeUnseen(const ComparedRun& run) {
    return run.listing.record && run.listing.record->status == RunStatus::Running;
}

}   // namespace

struct ComparisonReader::Cache {
    struct Entry {
        Stamp stamp;
        ComparedRun run;
    };
    QHash<QString, Entry> entries;

    ComparedRun read(const QString& folder) {
        const Stamp stamp = stampOf(folder);
        const auto known = entries.constFind(folder);
        if (known != entries.cend() && known->stamp == stamp && !mayChangeUnseen(known->run)) return known->run;
        ComparedRun run = read_compared_run(folder.toStdString());
        entries.insert(folder, {stamp, run});
        return run;
    }

    std::shared_ptr<const Comparison> answer(const ComparisonRequest& request) {
        std::vector<ComparedRun> runs;
        for (const QString& folder : request.folders) runs.push_back(read(folder));
        entries.removeIf([&](const auto& entry) { return !request.folders.contains(entry.key()); });
        const auto base = static_cast<std::size_t>(std::max<qsizetype>(0, request.folders.indexOf(request.base)));
        return std::make_shared<const Comparison>(compare(std::move(runs), request.grouping, base));
    }
};

ComparisonReader::ComparisonReader(QObject* parent) : QObject(parent), cache_(std::make_shared<Cache>()) {
    pool_.setMaxThreadCount(1);
}

ComparisonReader::~ComparisonReader() {
    pool_.clear();
    pool_.waitForDone();
}

void ComparisonReader::request(const ComparisonRequest& request) {
    next_ = request;
    if (!reading_) begin();
}

void ComparisonReader::begin() {
    reading_ = true;
    pool_.start([this, cache = cache_, request = *std::exchange(next_, std::nullopt)] {
        auto comparison = cache->answer(request);
        QMetaObject::invokeMethod(
            this, [this, comparison = std::move(comparison)] { end(comparison); }, Qt::QueuedConnection);
    });
}

void ComparisonReader::end(std::shared_ptr<const Comparison> comparison) {
    reading_ = false;
    const bool outdated = next_.has_value();
    if (outdated) begin();
    if (!outdated) Q_EMIT ready(std::move(comparison));
}

}   // namespace overfit::ui
