#include "ui/help/numbers_page.h"

#include "core/audit/audit_codes.h"
#include "core/corruption/label_noise.h"
#include "core/runs/metric_table.h"
#include "core/support/text.h"

#include <QCoreApplication>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::NumbersPage", text); }

QString escaped(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toHtmlEscaped();
}

QString titled(const QString& title, const QString& body) { return QStringLiteral("<h3>%1</h3>%2").arg(title, body); }

QString entry(const QString& term, const QString& meaning) {
    return QStringLiteral("<p><b>%1</b><br>%2</p>").arg(term, meaning);
}

/// The share of wrong labels that p = 1 leaves on ten classes: 90.0 %.
QString wrongOfAll() {
    LabelCorruption noise;
    noise.fraction = 1.0;
    return QString::fromStdString(as_percent(expected_changed_fraction(noise, 10)));
}

QString corruptionPart() {
    return entry(tr("Corruption fraction p"), tr("The chance that a label is drawn anew, evenly over all classes, once "
                                                 "before the training. p = 0 keeps the "
                                                 "true labels; p = 1 is the paper's random labels.")) +
           entry(tr("Labels changed"),
                 tr("The share that really became wrong. A draw over all classes hits the true one in 1 of C cases, so that "
                    "of "
                    "ten classes p = 1 makes %1 wrong, not 100 %. The audit counts it on the labels that the trainer uses.")
                     .arg(wrongOfAll())) +
           entry(
               tr("Fitted"),
               tr("Every training example is predicted as its given label. With random labels that is memorising: there is "
                  "no rule to find.")) +
           entry(tr("Chance"),
                 tr("1 / C, what guessing gets on new images; the grey line. A network that fitted random labels tests at "
                    "chance.")) +
           entry(tr("Generalisation gap"), tr("Train accuracy minus test accuracy."));
}

QString metricPart() {
    QString part;
    for (const Metric& metric : metric_table()) part += entry(escaped(metric.title), escaped(metric.explanation));
    return part;
}

QString auditPart() {
    QString part =
        QStringLiteral("<p>%1</p>")
            .arg(tr("Before the first and after the last step, the program looks for mistakes that would make the "
                    "result worthless. What it can find:"));
    for (const AuditCode& code : audit_codes()) part += entry(escaped(code.code), escaped(code.meaning));
    return part;
}

}   // namespace

QString numbersPage() {
    return titled(tr("Labels"), corruptionPart()) + titled(tr("Curves"), metricPart()) + titled(tr("Audit"), auditPart());
}

}   // namespace overfit::ui
