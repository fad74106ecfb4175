#include "ui/library/run_row.h"

#include "ui/library/run_words.h"

#include <QDateTime>

namespace overfit::ui {

namespace {

QString text(const std::string& value) { return QString::fromStdString(value); }

/// The day of "20260102030405": of an age key.
QDate dayOf(const QString& age) {
    if (age.size() < 14) return {};
    const auto number = [&](int place, int digits) { return QStringView(age).mid(place, digits).toInt(); };
    const QDate date(number(0, 4), number(4, 2), number(6, 2));
    const QTime time(number(8, 2), number(10, 2), number(12, 2));
    return date.isValid() && time.isValid() ? QDateTime(date, time, Qt::UTC).toLocalTime().date() : QDate();
}

RunText textOf(const RunRow& row) {
    const RunListing& run = row.run;
    RunText result;
    for (const std::string& tag : run.user.tags) result.tags << text(tag).toLower();
    result.statuses << statusWords(run).toLower();
    if (run.record) {
        result.statuses << QString::fromUtf8(status_name(run.record->status).data());
        if (run.record->data) result.dataset = text(run.record->data->dataset).toLower();
        if (run.record->model) result.model = text(run.record->model->name).toLower();
    }
    result.notes = text(row.notes).toLower();
    result.starred = run.user.starred;
    result.archived = run.user.archived;
    const QStringList parts{row.fullName(),     row.numbers, runDetails(run), result.tags.join(QLatin1Char('\n')),
                            result.statuses[0], result.notes};
    result.everything = parts.join(QLatin1Char('\n')).toLower();
    return result;
}

}   // namespace

RunRow makeRow(RunListing run) {
    RunRow row;
    row.run = std::move(run);
    refresh(row);
    return row;
}

void refresh(RunRow& row) {
    row.folder = text(row.run.folder.string());
    row.name = text(row.run.shown_name());
    row.numbers = keyNumbers(row.run);
    row.age = ageKey(row.run);
    row.day = dayOf(row.age);
    row.text = textOf(row);
}

}   // namespace overfit::ui
