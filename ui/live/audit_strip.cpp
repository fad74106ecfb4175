#include "ui/live/audit_strip.h"

#include "ui/charts/chart_style.h"
#include "ui/charts/finding_style.h"
#include "ui/charts/flow_layout.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QResizeEvent>
#include <QTextDocument>
#include <QToolButton>
#include <algorithm>

namespace overfit::ui {

namespace {

QLabel* plainLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    return label;
}

void clear(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

bool same(const std::vector<AuditMark>& a, const std::vector<AuditMark>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const AuditMark& x, const AuditMark& y) {
        return x.kind == y.kind && x.text == y.text && x.detail == y.detail;
    });
}

}   // namespace

AuditStrip::AuditStrip(QWidget* parent)
    : QWidget(parent), chips_(new QWidget(this)), more_(new QToolButton(this)), details_(new QWidget(this)) {
    new FlowLayout(chips_, 16, 2);
    more_->setArrowType(Qt::RightArrow);
    more_->setAutoRaise(true);
    more_->setCheckable(true);
    more_->setText(tr("Audit"));
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more_->setToolTip(tr("What was checked on the tensors that the trainer really uses"));
    more_->setAccessibleName(tr("Show the audit in full"));
    details_->setVisible(false);
    auto* grid = new QGridLayout(details_);
    grid->setContentsMargins(28, 2, 0, 2);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(more_, 0, Qt::AlignTop);
    row->addWidget(chips_, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(row);
    column->addWidget(details_);
    connect(more_, &QToolButton::toggled, this, [this](bool open) {
        more_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        details_->setVisible(open);
    });
    setVisible(false);
}

void AuditStrip::setMarks(std::vector<AuditMark> marks, const QString& ifNone) {
    if (!same(marks, marks_) || ifNone != ifNone_) {
        marks_ = std::move(marks);
        ifNone_ = ifNone;
        rebuild();
    }
    setVisible(!marks_.empty() || !ifNone_.isEmpty());
}

QColor AuditStrip::colourOf(AuditMark::Kind kind) const {
    switch (kind) {
        case AuditMark::Kind::Passed: return isDark(palette()) ? QColor(94, 201, 140) : QColor(24, 122, 74);
        case AuditMark::Kind::Note: return findingColour(FindingLevel::Note, palette());
        case AuditMark::Kind::Warning: return findingColour(FindingLevel::Warning, palette());
        case AuditMark::Kind::Error: break;
    }
    return findingColour(FindingLevel::Error, palette());
}

void AuditStrip::addChip(QWidget* sign, const QString& text, const QString& detail) {
    auto* chip = new QWidget;
    auto* row = new QHBoxLayout(chip);
    row->setContentsMargins(0, 3, 0, 3);
    row->setSpacing(5);
    if (sign != nullptr) row->addWidget(sign);
    row->addWidget(plainLabel(text), 1);
    chip->setToolTip(Qt::convertFromPlainText(detail, Qt::WhiteSpaceNormal));
    chip->setAccessibleName(text);
    chip->setAccessibleDescription(detail);
    chips_->layout()->addWidget(chip);
    chip->show();   // at once: a hidden one has no size
}

void AuditStrip::rebuild() {
    clear(chips_->layout());
    more_->setEnabled(!marks_.empty());
    if (marks_.empty() && !ifNone_.isEmpty()) addChip(nullptr, ifNone_, {});
    clear(details_->layout());
    auto* grid = static_cast<QGridLayout*>(details_->layout());
    for (const AuditMark& mark : marks_) {
        const auto sign = [&] {
            QLabel* label = plainLabel(signOf(mark.kind));
            QPalette colours = palette();
            colours.setColor(QPalette::WindowText, colourOf(mark.kind));
            label->setPalette(colours);
            return label;
        };
        addChip(sign(), mark.text, mark.detail);

        const int line = grid->rowCount();
        QLabel* detail = plainLabel(mark.detail);
        detail->setWordWrap(true);
        detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(sign(), line, 0, Qt::AlignTop);
        grid->addWidget(detail, line, 1);
    }
    keepHeight();
}

void AuditStrip::keepHeight() {
    if (chips_->width() <= 0 || isHidden()) return;
    chips_->setMinimumHeight(std::max(chips_->minimumHeight(), chips_->layout()->heightForWidth(chips_->width())));
}

void AuditStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->size().width() == event->oldSize().width()) return;
    chips_->setMinimumHeight(0);
    keepHeight();
}

void AuditStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) rebuild();
}

}   // namespace overfit::ui
