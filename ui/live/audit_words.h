#pragma once

#include "ui/curves/shown_run.h"

#include <QString>
#include <vector>

namespace overfit::ui {

/// One entry of the audit strip: a check that passed, or what was found.
struct AuditMark {
    enum class Kind { Passed, Note, Warning, Error };
    Kind kind = Kind::Passed;
    QString text;     // "90.1 % of labels changed (90.0 % expected)"
    QString detail;   // the whole sentence with its arithmetic
};

/// What is known: some checks pass or fail only at the end of a run.
enum class AuditTime { Start, End };

/// Checks first, in the order of the data flow, each replaced by its finding where there is one; then all other findings.
/// Checks that nobody made are left out.
std::vector<AuditMark> auditMarks(const AuditReport& audit, AuditTime time, AuditBasis basis = AuditBasis::Trainer);

/// Where a run's labels cannot be judged.
AuditMark uncheckedMark(const QString& reason);

/// "✓", "ℹ", "⚠", "✗": shape as well as colour.
QString signOf(AuditMark::Kind kind);

}   // namespace overfit::ui
