#include "ui/live/audit_strip.h"

#include "core/support/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace overfit::ui {

namespace {

QString percent(double fraction) { return QString::fromStdString(as_percent(fraction)); }

qsizetype count(const AuditReport& audit, FindingLevel level) {
    return std::ranges::count(audit.findings, level, &Finding::level);
}

QString markOf(FindingLevel level) {
    switch (level) {
        case FindingLevel::Error: return QStringLiteral("✗");
        case FindingLevel::Warning: return QStringLiteral("⚠");
        case FindingLevel::Note: return QStringLiteral("·");
    }
    return {};
}

QString markOf(const AuditReport& audit) {
    if (count(audit, FindingLevel::Error) > 0) return markOf(FindingLevel::Error);
    if (count(audit, FindingLevel::Warning) > 0) return markOf(FindingLevel::Warning);
    return QStringLiteral("✓");
}

QString labelsWords(const AuditReport& audit) {
    if (audit.expected_changed_fraction == 0.0 && audit.labels_changed == 0)
        return AuditStrip::tr("all labels are the true ones");
    return AuditStrip::tr("%1 of labels changed (%2 expected)")
        .arg(percent(audit.labels_changed_fraction), percent(audit.expected_changed_fraction));
}

}   // namespace

QString auditSummary(const AuditReport& audit) {
    QStringList parts{labelsWords(audit)};
    const auto errors = count(audit, FindingLevel::Error);
    const auto warnings = count(audit, FindingLevel::Warning);
    const auto notes = count(audit, FindingLevel::Note);
    if (errors > 0) parts << (errors == 1 ? AuditStrip::tr("1 error") : AuditStrip::tr("%1 errors").arg(errors));
    if (warnings > 0) parts << (warnings == 1 ? AuditStrip::tr("1 warning") : AuditStrip::tr("%1 warnings").arg(warnings));
    if (notes > 0) parts << (notes == 1 ? AuditStrip::tr("1 note") : AuditStrip::tr("%1 notes").arg(notes));
    if (errors + warnings == 0) parts << AuditStrip::tr("nothing suspicious");
    return parts.join(QStringLiteral(" · "));
}

QString auditDetails(const AuditReport& audit) {
    QStringList lines;
    for (const FindingLevel level : {FindingLevel::Error, FindingLevel::Warning, FindingLevel::Note}) {
        for (const Finding& finding : audit.findings) {
            if (finding.level != level) continue;
            lines << QStringLiteral("%1 %2 (%3)")
                         .arg(markOf(level), QString::fromStdString(finding.message), QString::fromStdString(finding.code));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

AuditStrip::AuditStrip(QWidget* parent)
    : QWidget(parent),
      mark_(new QLabel(this)),
      summary_(new QLabel(this)),
      more_(new QToolButton(this)),
      details_(new QLabel(this)) {
    auto* title = new QLabel(tr("Audit"), this);
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    mark_->setFont(bold);
    for (QLabel* label : {summary_, details_}) label->setTextFormat(Qt::PlainText);
    summary_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    details_->setWordWrap(true);
    details_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    details_->setVisible(false);
    more_->setText(tr("Findings"));
    more_->setAccessibleName(tr("Findings of the audit"));
    more_->setCheckable(true);
    more_->setAutoRaise(true);
    more_->setArrowType(Qt::RightArrow);
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more_->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(title);
    row->addWidget(mark_);
    row->addWidget(summary_, 1);
    row->addWidget(more_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(details_);
    connect(more_, &QToolButton::toggled, this, [this](bool open) {
        more_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        details_->setVisible(open);
    });
    setVisible(false);
}

void AuditStrip::setAudit(const std::optional<AuditReport>& audit) {
    setVisible(audit.has_value());
    if (!audit) return;
    mark_->setText(markOf(*audit));
    summary_->setText(auditSummary(*audit));
    summary_->setToolTip(auditDetails(*audit));
    setAccessibleDescription(auditSummary(*audit));
    const bool any = !audit->findings.empty();
    more_->setVisible(any);
    details_->setText(auditDetails(*audit));
    details_->setVisible(any && more_->isChecked());
}

}   // namespace overfit::ui
