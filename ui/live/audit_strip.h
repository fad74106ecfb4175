#pragma once

#include "core/audit/finding.h"

#include <QWidget>
#include <optional>

class QLabel;
class QToolButton;

namespace overfit::ui {

/// What the audit of the running or last run says: one line, and on request every finding with its arithmetic. Hidden as
/// long as there is no audit.
class AuditStrip : public QWidget {
    Q_OBJECT
public:
    explicit AuditStrip(QWidget* parent = nullptr);

    void setAudit(const std::optional<AuditReport>& audit);

private:
    QLabel* mark_;
    QLabel* summary_;
    QToolButton* more_;
    QLabel* details_;
};

/// "90.1 % of labels changed (90.0 % expected) · 1 note".
QString auditSummary(const AuditReport& audit);

/// Every finding, one a paragraph, the gravest first.
QString auditDetails(const AuditReport& audit);

}   // namespace overfit::ui
