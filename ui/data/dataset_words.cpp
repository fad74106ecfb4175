#include "ui/data/dataset_words.h"

#include "core/support/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::DataView", text); }

QString count(std::int64_t value) { return QString::fromStdString(with_thousands(value)); }

QString size(std::uint64_t bytes) { return QString::fromStdString(as_size(bytes)); }

QString words(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

}   // namespace

QString imagesText(const DatasetFacts& facts) {
    if (facts.train_examples == 0) return tr("varies");
    return QStringLiteral("%1 + %2").arg(count(facts.train_examples), count(facts.test_examples));
}

QString pixelsText(const DatasetFacts& facts) {
    const QString colours = facts.channels == 3 ? tr("colour") : tr("grey");
    if (facts.any_size()) return tr("any size, %1").arg(colours);
    return QStringLiteral("%1 x %2, %3").arg(facts.height).arg(facts.width).arg(colours);
}

QString classesText(const DatasetFacts& facts) { return facts.classes == 0 ? tr("own") : QString::number(facts.classes); }

QString downloadText(const DatasetSource* source) {
    if (source == nullptr) return {};
    const std::uint64_t bytes = source->download_bytes();
    return bytes == 0 ? tr("not stated") : size(bytes);
}

QString licenceText(const DatasetSource* source) {
    if (source == nullptr) return {};
    return source->licence.empty() ? tr("not stated") : words(source->licence);
}

QString hostText(const DatasetSource* source) {
    return source == nullptr ? QString() : words(source->address).section(QLatin1Char('/'), 2, 2);
}

QString placeText(const DatasetRow& row) {
    if (!row.place) return {};
    if (row.place->presence.present) return row.place->presence.folder.empty() ? tr("built in") : tr("there");
    if (row.source == nullptr) return tr("your own");
    return row.place->keptBytes > 0 ? tr("%1 kept").arg(size(row.place->keptBytes)) : tr("missing");
}

QString progressText(const FetchProgress& progress) {
    QString file = QString::fromStdString(progress.file);
    if (progress.file_count > 1) file += tr(" (%1 of %2)").arg(progress.file_number).arg(progress.file_count);
    QStringList parts{file};
    parts << (progress.total_bytes > 0 ? tr("%1 of %2").arg(size(progress.done_bytes), size(progress.total_bytes))
                                       : size(progress.done_bytes));
    if (progress.bytes_per_second > 0.0) {
        parts << tr("%1/s").arg(size(static_cast<std::uint64_t>(progress.bytes_per_second)));
    }
    if (progress.seconds_left) parts << tr("%1 left").arg(QString::fromStdString(as_duration(*progress.seconds_left)));
    return parts.join(QStringLiteral(" · "));
}

QString verificationText(const Verification& verified, int mostFiles) {
    QString summary = QString::fromStdString(verified.summary);
    if (!summary.isEmpty()) summary[0] = summary[0].toUpper();
    QStringList lines{summary + QLatin1Char('.')};
    int differing = 0;
    for (const VerifiedFile& file : verified.files) {
        if (!is_wrong(file.state) || ++differing > mostFiles) continue;
        lines << QStringLiteral("%1: %2").arg(QString::fromStdString(file.file), QString::fromStdString(file.reason));
    }
    if (differing > mostFiles) lines << tr("and %1 more").arg(differing - mostFiles);
    return lines.join(QLatin1Char('\n'));
}

QString windowWords(QString error) {
    error.replace(QLatin1String("--from URL or FILE"), tr("From, an address or a file"));
    error.replace(QLatin1String("--from"), tr("From"));
    error.replace(QLatin1String("--data-root DIR or OVERFIT_DATA"), tr("Settings, Data folders"));
    error.replace(QLatin1String("the same command goes on"), tr("Resume goes on"));
    return error;
}

QString breakable(const QString& text) {
    constexpr int longest = 20;   // characters without a place to wrap
    QString wrapping;
    int run = 0;
    for (const QChar character : text) {
        wrapping += character;
        run = character.isSpace() ? 0 : run + 1;
        if (character != QLatin1Char('/') && run < longest) continue;
        wrapping += QChar(0x200b);
        run = 0;
    }
    return wrapping;
}

}   // namespace overfit::ui
