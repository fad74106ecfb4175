#include "ui/library/run_columns.h"

#include "core/config/field_table.h"
#include "core/support/text.h"
#include "ui/library/run_words.h"

#include <QCoreApplication>
#include <QHash>
#include <cmath>
#include <limits>

namespace overfit::ui {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

QString tr(const char* text) { return QCoreApplication::translate("RunColumns", text); }
QString asText(const std::string& value) { return QString::fromStdString(value); }
QString asAccuracy(double value) { return std::isnan(value) ? QString() : asText(as_percent(value)); }
QString asWhole(double value) {
    return std::isnan(value) ? QString() : asText(with_thousands(static_cast<std::int64_t>(value)));
}

/// A member of a part of the record that a run may lack; NaN then.
template <typename Part, typename Member>
double numberOf(const RunRow& row, std::optional<Part> RunRecord::*part, Member Part::*member) {
    if (!row.run.record || !((*row.run.record).*part)) return unknown;
    return static_cast<double>((*((*row.run.record).*part)).*member);
}

double accuracyOf(const RunRow& row, std::optional<double> EpochMetrics::*which) {
    if (!row.run.record || !row.run.record->final_metrics) return unknown;
    return ((*row.run.record->final_metrics).*which).value_or(unknown);
}

double wrongLabels(const RunRow& row) { return numberOf(row, &RunRecord::audit, &AuditReport::labels_changed_fraction); }
double bestValue(const RunRow& row) { return numberOf(row, &RunRecord::best, &BestEpoch::value); }
double fittedEpoch(const RunRow& row) { return numberOf(row, &RunRecord::fitted, &FittedPoint::epoch); }
double parameters(const RunRow& row) { return numberOf(row, &RunRecord::model, &ModelSummary::parameters); }
double trainImages(const RunRow& row) { return numberOf(row, &RunRecord::data, &DataSummary::train_examples); }
double epochsDone(const RunRow& row) { return numberOf(row, &RunRecord::final_metrics, &EpochMetrics::epoch); }
double trainAccuracy(const RunRow& row) { return accuracyOf(row, &EpochMetrics::train_accuracy); }
double testAccuracy(const RunRow& row) { return accuracyOf(row, &EpochMetrics::test_accuracy); }
double validationAccuracy(const RunRow& row) { return accuracyOf(row, &EpochMetrics::validation_accuracy); }
double duration(const RunRow& row) {
    return row.run.record && row.run.record->duration_s > 0 ? row.run.record->duration_s : unknown;
}

QString tags(const RunRow& row) {
    QStringList words;
    for (const std::string& tag : row.run.user.tags) words << asText(tag);
    return words.join(QStringLiteral(", "));
}

/// Empty while it is not known.
QString auditResult(const RunRow& row) {
    if (!row.audit) return {};
    if (row.audit->gravest()) return findingWords(row.audit.get());
    if (!row.audit->problem.isEmpty()) return tr("not checked");
    return row.audit->report ? tr("passed") : QString();
}

QString record(const RunRow& row, std::string RunRecord::*member) {
    return row.run.record ? asText((*row.run.record).*member) : QString();
}

RunColumn words(const char* key, const QString& title, const QString& help, int width, bool atFirst,
                std::function<QString(const RunRow&)> text) {
    return {QLatin1String(key), title, help, RunColumn::Group::Run, width, atFirst, false, std::move(text), {}};
}

RunColumn number(const char* key, const QString& title, const QString& help, int width, bool atFirst,
                 double (*value)(const RunRow&), QString (*shown)(double)) {
    return {QLatin1String(key),
            title,
            help,
            RunColumn::Group::Run,
            width,
            atFirst,
            true,
            [value, shown](const RunRow& row) { return shown(value(row)); },
            value};
}

std::vector<RunColumn> columnsOfRuns() {
    std::vector<RunColumn> columns;
    columns.push_back(words("name", tr("Name"), tr("The run's name; F2 changes it"), 18, true,
                            [](const RunRow& row) { return row.name; }));
    columns.push_back(number("train_accuracy", tr("Train"), tr("Final train accuracy: a full pass over the given labels"), 7,
                             true, trainAccuracy, asAccuracy));
    columns.push_back(
        number("test_accuracy", tr("Test"), tr("Final test accuracy on clean labels"), 7, true, testAccuracy, asAccuracy));
    columns.push_back(words("audit", tr("Audit"), tr("What the audit of the run's folder found"), 14, true, auditResult));
    columns.push_back(words("status", tr("Status"), tr("How the run stands or ended"), 13, true,
                            [](const RunRow& row) { return statusWords(row.run); }));
    columns.push_back(number("validation_accuracy", tr("Validation"), tr("Final accuracy on the validation split"), 9, false,
                             validationAccuracy, asAccuracy));
    columns.push_back(number("best", tr("Best"), tr("Best validation accuracy; without a split, best test accuracy"), 8,
                             false, bestValue, asAccuracy));
    columns.push_back(number("fitted", tr("Fitted"), tr("The first evaluated epoch at which the given labels were fitted"),
                             7, true, fittedEpoch, asWhole));
    columns.push_back(number("epochs_done", tr("Epochs"), tr("Epochs trained"), 7, false, epochsDone, asWhole));
    columns.push_back(words("dataset", tr("Data set"), tr("The data set"), 14, true, [](const RunRow& row) {
        return row.run.record && row.run.record->data ? asText(row.run.record->data->dataset) : QString();
    }));
    columns.push_back(number("train_examples", tr("Images"), tr("Training images"), 7, false, trainImages, asWhole));
    columns.push_back(words("model", tr("Model"), tr("The model"), 12, true, [](const RunRow& row) {
        return row.run.record && row.run.record->model ? asText(row.run.record->model->name) : QString();
    }));
    columns.push_back(number("parameters", tr("Parameters"), tr("Trainable parameters"), 10, false, parameters, asWhole));
    columns.push_back(number("wrong_labels", tr("Wrong labels"),
                             tr("Share of training labels that differ from the true ones"), 9, false, wrongLabels,
                             asAccuracy));
    columns.push_back(number("duration", tr("Duration"), tr("Training time with evaluation"), 9, true, duration,
                             [](double value) { return std::isnan(value) ? QString() : asText(as_duration(value)); }));
    columns.push_back(words("created", tr("Begun"), tr("When the run began, local time"), 12, true,
                            [](const RunRow& row) { return shortTime(record(row, &RunRecord::created)); }));
    columns.push_back(words("tags", tr("Tags"), tr("Your tags"), 12, true, tags));
    columns.push_back(words("notes", tr("Notes"), tr("The first line of your notes"), 20, false,
                            [](const RunRow& row) { return firstLine(asText(row.notes)); }));
    columns.push_back(words("device", tr("Device"), tr("What it was trained on"), 8, false,
                            [](const RunRow& row) { return record(row, &RunRecord::device); }));
    columns.push_back(words("host", tr("Machine"), tr("The machine it was trained on"), 10, false,
                            [](const RunRow& row) { return record(row, &RunRecord::host); }));
    columns.push_back(
        words("folder", tr("Folder"), tr("Where the run lies"), 30, false, [](const RunRow& row) { return row.folder; }));
    return columns;
}

double numberIn(const FieldValue& value) {
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    if (const auto* seed = std::get_if<std::uint64_t>(&value)) return static_cast<double>(*seed);
    return unknown;
}

RunColumn columnOfField(const Field& field) {
    RunColumn column;
    column.key = QStringLiteral("config.") + asText(field.path);
    column.title = asText(field.label);
    column.help = asText(field.help);
    column.group = RunColumn::Group::Experiment;
    column.width = static_cast<int>(column.title.size()) + 2;
    // The two that tell runs of one experiment apart.
    column.atFirst = field.path == "corruption.labels.fraction" || field.path == "seed";
    column.isNumber = field.kind == FieldKind::Real || field.kind == FieldKind::Integer || field.kind == FieldKind::Seed;
    column.text = [&field](const RunRow& row) {
        if (!row.config || !field.applies(*row.config)) return QString();
        return asText(field_text(field.get(*row.config), field));
    };
    if (column.isNumber) {
        column.number = [&field](const RunRow& row) {
            return row.config && field.applies(*row.config) ? numberIn(field.get(*row.config)) : unknown;
        };
    }
    return column;
}

std::vector<RunColumn> allColumns() {
    std::vector<RunColumn> columns = columnsOfRuns();
    for (const Field& field : field_table()) {
        // The name, data set and model stand among the run's own.
        if (field.path != "name" && field.path != "data.dataset" && field.path != "model.name") {
            columns.push_back(columnOfField(field));
        }
    }
    return columns;
}

}   // namespace

const std::vector<RunColumn>& runColumns() {
    static const std::vector<RunColumn> columns = allColumns();
    return columns;
}

const RunColumn& runColumn(int place) { return runColumns()[static_cast<std::size_t>(place)]; }

int columnOf(const QString& key) {
    static const QHash<QString, int> places = [] {
        QHash<QString, int> result;
        for (std::size_t place = 0; place < runColumns().size(); ++place) {
            result.insert(runColumns()[place].key, static_cast<int>(place));
        }
        return result;
    }();
    return places.value(key, -1);
}

int auditColumn() {
    static const int place = columnOf(QStringLiteral("audit"));
    return place;
}

ColumnOrder compareIn(const RunColumn& column, const RunRow& one, const RunRow& other) {
    if (column.key == QLatin1String("created")) {
        // Shown in words, sorted by time.
        return {one.age.compare(other.age), !one.age.isEmpty(), !other.age.isEmpty()};
    }
    if (column.number) {
        const double left = column.number(one), right = column.number(other);
        return {left < right ? -1 : left > right ? 1 : 0, !std::isnan(left), !std::isnan(right)};
    }
    const QString left = column.text(one), right = column.text(other);
    return {QString::localeAwareCompare(left, right), !left.isEmpty(), !right.isEmpty()};
}

}   // namespace overfit::ui
