#include "ui/live/audit_words.h"

#include "core/support/text.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringList>
#include <algorithm>
#include <array>

namespace overfit::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("overfit::ui::AuditStrip", text); }

AuditMark::Kind kindOf(FindingLevel level) {
    switch (level) {
        case FindingLevel::Note: return AuditMark::Kind::Note;
        case FindingLevel::Warning: return AuditMark::Kind::Warning;
        case FindingLevel::Error: break;
    }
    return AuditMark::Kind::Error;
}

/// A check of the strip: the findings that break it, and what it says when none is there.
struct Check {
    QStringList codes;
    QString passed, detail;
    AuditTime known;
};

std::vector<Check> checksOf(const AuditReport& audit) {
    const QString labels = tr("%1 of labels changed (%2 expected)")
                               .arg(QString::fromStdString(as_percent(audit.labels_changed_fraction)),
                                    QString::fromStdString(as_percent(audit.expected_changed_fraction)));
    const QString labelsDetail = tr("%1 given labels differ from the true ones, counted on the labels that the trainer "
                                    "uses, read back from the device.")
                                     .arg(QString::fromStdString(with_thousands(audit.labels_changed)));
    return {
        {{QStringLiteral("labels-not-corrupted"), QStringLiteral("labels-changed-share"),
          QStringLiteral("labels-corrupted-unasked"), QStringLiteral("labels-not-as-prepared")},
         labels,
         labelsDetail,
         AuditTime::Start},
        {{QStringLiteral("test-labels-corrupted")},
         tr("test labels clean"),
         tr("The labels that test accuracy is measured on equal the originals."),
         AuditTime::Start},
        {{QStringLiteral("scaling")},
         tr("scaling"),
         tr("Mean and standard deviation of the scaled images are as the scaling promises."),
         AuditTime::Start},
        {{QStringLiteral("data-changed")},
         tr("data unchanged"),
         tr("Images and labels on the device have the same hash at the end as at the start."),
         AuditTime::End},
        {{QStringLiteral("impossible-test-accuracy"), QStringLiteral("implausible-test-accuracy")},
         tr("test accuracy plausible"),
         tr("Test accuracy is within what the given labels allow."),
         AuditTime::End},
    };
}

/// Words for a finding's code where the strip has room for few.
QString shortText(const std::string& code) {
    struct Entry {
        const char* code;
        const char* text;
    };
    static constexpr std::array entries{
        Entry{"labels-not-corrupted", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "labels not corrupted")},
        Entry{"labels-changed-share", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "share of changed labels")},
        Entry{"labels-corrupted-unasked", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "labels corrupted unasked")},
        Entry{"labels-not-as-prepared", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "labels not as prepared")},
        Entry{"test-labels-corrupted", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "test labels corrupted")},
        Entry{"data-changed", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "data changed during the run")},
        Entry{"initial-loss", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "first loss far from ln C")},
        Entry{"impossible-test-accuracy", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "impossible test accuracy")},
        Entry{"implausible-test-accuracy", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "implausible test accuracy")},
        Entry{"below-chance-expected", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "below chance, as expected")},
        Entry{"regulariser-active", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "regulariser active")},
        Entry{"selected-on-test", QT_TRANSLATE_NOOP("overfit::ui::AuditStrip", "best selected on test")},
    };
    for (const Entry& entry : entries) {
        if (code == entry.code) return tr(entry.text);
    }
    return QString::fromStdString(code).replace(u'-', u' ');
}

AuditMark markOf(const Finding& finding, const QString& text) {
    return {kindOf(finding.level), text, QString::fromStdString(finding.message)};
}

}   // namespace

std::vector<AuditMark> auditMarks(const AuditReport& audit, AuditTime time) {
    std::vector<AuditMark> marks;
    std::vector<const Finding*> others;
    for (const Finding& finding : audit.findings) others.push_back(&finding);
    for (const Check& check : checksOf(audit)) {
        bool broken = false;
        for (const Finding& finding : audit.findings) {
            if (!check.codes.contains(QString::fromStdString(finding.code))) continue;
            marks.push_back(markOf(finding, shortText(finding.code)));
            std::erase(others, &finding);
            broken = true;
        }
        if (!broken && (check.known == AuditTime::Start || time == AuditTime::End))
            marks.push_back({AuditMark::Kind::Passed, check.passed, check.detail});
    }
    for (const Finding* finding : others) marks.push_back(markOf(*finding, shortText(finding->code)));
    return marks;
}

QString signOf(AuditMark::Kind kind) {
    switch (kind) {
        case AuditMark::Kind::Passed: return QStringLiteral("✓");
        case AuditMark::Kind::Note: return QStringLiteral("ℹ");
        case AuditMark::Kind::Warning: return QStringLiteral("⚠");
        case AuditMark::Kind::Error: break;
    }
    return QStringLiteral("✗");
}

}   // namespace overfit::ui
