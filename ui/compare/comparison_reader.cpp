#include "ui/compare/comparison_reader.h"

#include "ui/compare/comparison_curves.h"
#include "ui/worker/background.h"

#include <QDateTime>
#include <QFileInfo>
#include <QHash>
#include <QStringList>
#include <array>
#include <exception>
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
    /// What a comparison depends on beside the files.
    struct Key {
        QStringList folders;
        Grouping grouping = Grouping::Seeds;
        QString base;
        bool operator==(const Key&) const = default;
    };

    ReadRun readRun;
    QHash<QString, Entry> entries;
    Key key;
    std::shared_ptr<const Comparison> comparison;   // of `key`; null until one was worked out

    ComparedRun read(const QString& folder) {
        const Stamp stamp = stampOf(folder);
        const auto known = entries.constFind(folder);
        if (known != entries.cend() && known->stamp == stamp && !mayChangeUnseen(known->run)) return known->run;
        ComparedRun run = readRun(folder.toStdString());
        entries.insert(folder, {stamp, run});
        return run;
    }

    void compareAnew(const Key& wanted) {
        comparison.reset();
        std::vector<ComparedRun> runs;
        for (const QString& folder : wanted.folders) runs.push_back(read(folder));
        entries.removeIf([&](const auto& entry) { return !wanted.folders.contains(entry.key()); });
        const auto base = static_cast<std::size_t>(std::max<qsizetype>(0, wanted.folders.indexOf(wanted.base)));
        comparison = std::make_shared<const Comparison>(compare(std::move(runs), wanted.grouping, base));
        key = wanted;
    }

    ComparedRuns answer(const ComparisonRequest& request) {
        const ComparisonChoice& choice = request.choice;
        Key wanted{{}, choice.groupSeeds ? Grouping::Seeds : Grouping::Off, choice.base};
        for (const ShownRun& run : request.runs) wanted.folders << run.id;
        if (request.reread || !comparison || wanted != key) compareAnew(wanted);
        ComparedRuns compared{.comparison = comparison, .layout = choice.layout, .charts = {}};
        compared.recorded = recordedQuantities(request.runs);
        if (choice.layout == ComparisonChoice::Layout::Grid)
            compared.charts = gridContents(request.runs, *comparison, choice);
        else
            compared.charts.push_back(overlayContent(request.runs, *comparison, choice));
        return compared;
    }
};

ComparisonReader::ComparisonReader(QObject* parent, ReadRun readRun) : QObject(parent), cache_(std::make_shared<Cache>()) {
    cache_->readRun = std::move(readRun);
}

void ComparisonReader::request(ComparisonRequest request) {
    request.reread = request.reread || (next_ && next_->reread);
    next_ = std::move(request);
    if (!reading_) begin();
}

void ComparisonReader::begin() {
    reading_ = true;
    const auto work = [cache = cache_, request = *std::exchange(next_, std::nullopt)] {
        auto compared = std::make_shared<ComparedRuns>();
        try {
            *compared = cache->answer(request);
        } catch (const std::exception& error) {   // of any kind: the view tells it, and goes on
            compared->problem = QString::fromUtf8(error.what());
        }
        return compared;
    };
    inBackground(this, work, [this](std::shared_ptr<const ComparedRuns> compared) { end(std::move(compared)); });
}

void ComparisonReader::end(std::shared_ptr<const ComparedRuns> compared) {
    reading_ = false;
    const bool outdated = next_.has_value();
    if (outdated) begin();
    if (!outdated) Q_EMIT ready(std::move(compared));
}

}   // namespace overfit::ui
