#include "ui/queue/ended_run.h"

#include "core/config/config_yaml.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <exception>
#include <stdexcept>

namespace overfit::ui {

namespace {

QString nameOf(RunStatus status) {
    const std::string_view name = status_name(status);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

const auto experimentKey = QStringLiteral("experiment");
const auto folderKey = QStringLiteral("folder");
const auto wordsKey = QStringLiteral("words");
const auto wholeKey = QStringLiteral("whole");
const auto statusKey = QStringLiteral("status");

RunStatus statusFrom(const QString& name) {
    for (const RunStatus status : {RunStatus::Completed, RunStatus::Fitted, RunStatus::EarlyStopped, RunStatus::Cancelled,
                                   RunStatus::Diverged, RunStatus::Failed, RunStatus::Running, RunStatus::Interrupted}) {
        if (nameOf(status) == name) return status;
    }
    throw std::invalid_argument("no such state of a run");
}

}   // namespace

QByteArray toJson(const std::vector<EndedRun>& runs) {
    QJsonArray all;
    for (const EndedRun& run : runs) {
        all.append(QJsonObject{{experimentKey, QString::fromStdString(config_to_yaml(run.experiment.config))},
                               {folderKey, run.folder},
                               {wordsKey, run.words},
                               {wholeKey, run.whole},
                               {statusKey, nameOf(run.status)}});
    }
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

std::vector<EndedRun> endedRunsFrom(const QByteArray& json) {
    std::vector<EndedRun> runs;
    for (const QJsonValue& value : QJsonDocument::fromJson(json).array()) {
        const QJsonObject entry = value.toObject();
        const auto text = [&](const QString& key) { return entry.value(key).toString(); };
        try {
            EndedRun run;
            run.experiment.config = parse_config(text(experimentKey).toStdString(), "the last session");
            run.folder = text(folderKey);
            run.words = text(wordsKey);
            run.whole = text(wholeKey);
            run.status = statusFrom(text(statusKey));
            run.ofLastSession = true;
            runs.push_back(std::move(run));
        } catch (const std::exception&) {
            continue;
        }
    }
    return runs;
}

}   // namespace overfit::ui
