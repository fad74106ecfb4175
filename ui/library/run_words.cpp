#include "ui/library/run_words.h"

#include "core/audit/audit_codes.h"
#include "core/runs/utc_time.h"
#include "core/support/text.h"
#include "ui/charts/finding_style.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("RunWords", text); }

QString text(const std::string& value) { return QString::fromStdString(value); }

void addAccuracy(QStringList& parts, const QString& word, const std::optional<double>& accuracy) {
    if (accuracy) parts << word + QLatin1Char(' ') + text(as_percent(*accuracy));
}

QStringList findingLines(const RunAudit& audit) {
    QStringList lines;
    if (!audit.problem.isEmpty()) lines << tr("The labels can't be checked. %1").arg(audit.problem);
    if (!audit.report) return lines;
    for (const Finding& finding : audit.report->findings) {
        if (finding.level != FindingLevel::Note) {
            lines << findingSign(finding.level) + QLatin1Char(' ') + text(finding.message);
        }
    }
    return lines;
}

}   // namespace

QString statusWords(const RunListing& run) {
    if (!run.record) return tr("can't be read");
    return text(std::string(status_words(run.record->status)));
}

QString keyNumbers(const RunListing& run) {
    QStringList parts{statusWords(run)};
    if (!run.record) {
        // The folder is the row's name already: "run.json: ..." is the news.
        QString reason = text(run.problem).section(QLatin1Char('\n'), 0, 0);
        return parts.front() + QStringLiteral(" · ") + reason.remove(text(run.folder.string()) + QLatin1Char('/'));
    }
    const RunRecord& record = *run.record;
    if (record.final_metrics) {
        addAccuracy(parts, tr("train"), record.final_metrics->train_accuracy);
        addAccuracy(parts, tr("test"), record.final_metrics->test_accuracy);
    } else if (!record.error.empty()) {
        parts << text(record.error).section(QLatin1Char('\n'), 0, 0);
    }
    if (record.duration_s > 0) parts << text(as_duration(record.duration_s));
    return parts.join(QStringLiteral(" · "));
}

QString spokenRow(const RunListing& run, const QString& name, const QString& numbers, const QString& finding) {
    QStringList parts{name};
    if (!finding.isEmpty()) parts << finding;
    parts << numbers;
    if (run.user.starred) parts << tr("starred");
    if (run.user.archived) parts << tr("archived");
    for (const std::string& tag : run.user.tags) parts << tr("tag %1").arg(text(tag));
    return parts.join(QStringLiteral(", "));
}

QString findingWords(const RunAudit* audit) {
    const auto finding = audit ? audit->gravest() : std::nullopt;
    if (!finding) return {};
    return findingSign(finding->level) + QLatin1Char(' ') + text(short_words_of(finding->code));
}

QString ageKey(const RunListing& run) {
    const bool known = run.record && !run.record->created.empty();
    QString digits;
    for (const QChar letter : text(known ? run.record->created : run.folder.filename().string())) {
        if (letter.isDigit()) digits += letter;
    }
    // A foreign folder's name may hold any digits; only a time has fourteen of them. Others come last.
    return digits.size() < 14 ? QString() : digits.left(14);
}

QString shortTime(const QString& isoUtc) { return text(short_local_time(isoUtc.toStdString())); }

QString dayHeading(const QDate& day, const QDate& today) {
    if (!day.isValid()) return tr("Unknown day");
    if (day == today) return tr("Today");
    if (day == today.addDays(-1)) return tr("Yesterday");
    return QLocale::c().toString(day, QStringLiteral("d MMM yyyy"));
}

QString firstLine(const QString& text) {
    for (QString line : text.split(QLatin1Char('\n'))) {
        while (line.startsWith(QLatin1Char('#'))) line.remove(0, 1);
        if (line = line.trimmed(); !line.isEmpty()) return line;
    }
    return {};
}

QString runDetails(const RunListing& run, const RunAudit* audit) {
    QStringList lines{text(run.shown_name())};
    if (!run.problem.empty()) lines << text(run.problem);
    if (run.record) {
        const RunRecord& record = *run.record;
        lines << keyNumbers(run);
        if (record.data) {
            lines << tr("%1, %2 train and %3 test images")
                         .arg(text(record.data->dataset), text(with_thousands(record.data->train_examples)),
                              text(with_thousands(record.data->test_examples)));
        }
        if (record.model) {
            lines << tr("%1, %2 parameters").arg(text(record.model->name), text(with_thousands(record.model->parameters)));
        }
        if (record.audit) {
            lines << tr("%1 of the labels changed (%2 expected)")
                         .arg(text(as_percent(record.audit->labels_changed_fraction)),
                              text(as_percent(record.audit->expected_changed_fraction)));
        }
        if (audit) lines << findingLines(*audit);
        if (!record.error.empty()) lines << text(record.error);
        lines << tr("%1 on %2").arg(shortTime(text(record.created)), text(record.host));
    }
    lines << text(run.folder.string());
    return lines.join(QLatin1Char('\n'));
}

}   // namespace overfit::ui
