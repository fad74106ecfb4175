#include "ui/experiment_form/section.h"

#include "ui/experiment_form/field_row.h"
#include "ui/experiment_form/form_style.h"
#include "ui/experiment_form/note_label.h"
#include "ui/experiment_form/section_header.h"

#include <QApplication>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

Section::Section(const QString& title, QWidget* parent)
    : QWidget(parent), header_(new SectionHeader(title, this)), body_(new QWidget(this)), lines_(new QVBoxLayout(body_)) {
    lines_->setContentsMargins(metrics::margin, 3, 0, 10);
    lines_->setSpacing(metrics::rowSpacing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 2, 0, 2);
    layout->setSpacing(0);
    layout->addWidget(header_);
    layout->addWidget(body_);
    connect(header_, &QAbstractButton::toggled, this, [this](bool expanded) {
        // A hidden field would hand the focus to whatever comes next.
        if (!expanded && body_->isAncestorOf(QApplication::focusWidget())) header_->setFocus();
        body_->setVisible(expanded);
        Q_EMIT toggled(expanded);
    });
}

void Section::beginGroup(const QString& caption) {
    auto* label = new NoteLabel(Tone::Muted, body_);
    label->setText(caption);
    label->setContentsMargins(metrics::indent, groups_.size() > 1 || !groups_.front().rows.empty() ? 8 : 0, 0, 0);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    lines_->addWidget(label);
    groups_.push_back({label, {}});
}

void Section::addRow(FieldRow* row) {
    lines_->addWidget(row);
    groups_.back().rows.push_back(row);
}

void Section::addBelow(QWidget* widget) {
    const auto reachable = [](const QWidget* each) {
        QList<QWidget*> widgets = each->findChildren<QWidget*>();
        widgets.removeIf([](const QWidget* child) { return !(child->focusPolicy() & Qt::TabFocus); });
        return widgets;
    };
    const QList<QWidget*> before = reachable(body_);
    QWidget* last = before.isEmpty() ? header_ : before.back();
    lines_->addWidget(widget);
    for (QWidget* next : reachable(widget)) {
        setTabOrder(last, next);   // what is added late would come after the other sections
        last = next;
    }
}

bool Section::holds(const FieldRow* row) const {
    return std::ranges::any_of(groups_, [row](const Group& group) { return std::ranges::count(group.rows, row) > 0; });
}

bool Section::isExpanded() const { return header_->isChecked(); }

void Section::setExpanded(bool expanded) { header_->setChecked(expanded); }

void Section::setSummary(const QString& summary) { header_->setSummary(summary); }

void Section::setProblemCount(int count) { header_->setProblemCount(count); }

void Section::refreshCaptions() {
    for (const Group& group : groups_) {
        if (group.caption == nullptr) continue;
        group.caption->setVisible(std::ranges::any_of(group.rows, [](const FieldRow* row) { return !row->isHidden(); }));
    }
}

void Section::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(lineColour(palette()));
    painter.drawLine(0, 0, width(), 0);
}

}   // namespace overfit::ui
