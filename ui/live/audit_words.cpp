#include "ui/live/audit_words.h"

#include "core/audit/audit_codes.h"
#include "core/support/text.h"
#include "ui/charts/finding_style.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

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
    bool onTensors;   // only the trainer itself can make it
};

std::vector<Check> checksOf(const AuditReport& audit, AuditBasis basis) {
    const QString labels = tr("%1 of labels changed (%2 expected)")
                               .arg(QString::fromStdString(as_percent(audit.labels_changed_fraction)),
                                    QString::fromStdString(as_percent(audit.expected_changed_fraction)));
    const QString count = QString::fromStdString(with_thousands(audit.labels_changed));
    const QString labelsDetail =
        basis == AuditBasis::Trainer
            ? tr("%1 given labels differ from the true ones, counted on the labels that the trainer uses, read back from "
                 "the device.")
                  .arg(count)
            : tr("%1 given labels differ from the true ones, counted on the labels in the run's folder.").arg(count);
    return {
        {{QStringLiteral("labels-not-corrupted"), QStringLiteral("labels-changed-share"),
          QStringLiteral("labels-corrupted-unasked"), QStringLiteral("labels-not-as-prepared")},
         labels,
         labelsDetail,
         AuditTime::Start,
         false},
        {{QStringLiteral("test-labels-corrupted")},
         tr("test labels clean"),
         tr("The labels that test accuracy is measured on equal the originals."),
         AuditTime::Start,
         true},
        {{QStringLiteral("scaling")},
         tr("scaling"),
         tr("Mean and standard deviation of the scaled images are as the scaling promises."),
         AuditTime::Start,
         true},
        {{QStringLiteral("data-changed")},
         tr("data unchanged"),
         tr("Images and labels on the device have the same hash at the end as at the start."),
         AuditTime::End,
         true},
        {{QStringLiteral("impossible-test-accuracy"), QStringLiteral("implausible-test-accuracy")},
         tr("test accuracy plausible"),
         tr("Test accuracy is within what the given labels allow."),
         AuditTime::End,
         false},
    };
}

AuditMark markOf(const Finding& finding) {
    return {kindOf(finding.level), QString::fromStdString(short_words_of(finding.code)),
            QString::fromStdString(finding.message)};
}

}   // namespace

std::vector<AuditMark> auditMarks(const AuditReport& audit, AuditTime time, AuditBasis basis) {
    std::vector<AuditMark> marks;
    std::vector<const Finding*> others;
    for (const Finding& finding : audit.findings) others.push_back(&finding);
    for (const Check& check : checksOf(audit, basis)) {
        bool broken = false;
        for (const Finding& finding : audit.findings) {
            if (!check.codes.contains(QString::fromStdString(finding.code))) continue;
            marks.push_back(markOf(finding));
            std::erase(others, &finding);
            broken = true;
        }
        const bool wasMade = (check.known == AuditTime::Start || time == AuditTime::End) &&
                             (!check.onTensors || basis != AuditBasis::FolderAlone);
        if (!broken && wasMade) marks.push_back({AuditMark::Kind::Passed, check.passed, check.detail});
    }
    for (const Finding* finding : others) marks.push_back(markOf(*finding));
    return marks;
}

AuditMark uncheckedMark(const QString& reason) { return {AuditMark::Kind::Warning, tr("labels unchecked"), reason}; }

QString signOf(AuditMark::Kind kind) {
    switch (kind) {
        case AuditMark::Kind::Passed: return QStringLiteral("✓");
        case AuditMark::Kind::Note: return findingSign(FindingLevel::Note);
        case AuditMark::Kind::Warning: return findingSign(FindingLevel::Warning);
        case AuditMark::Kind::Error: break;
    }
    return findingSign(FindingLevel::Error);
}

}   // namespace overfit::ui
