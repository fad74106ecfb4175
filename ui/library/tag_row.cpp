#include "ui/library/tag_row.h"

#include "ui/charts/flow_layout.h"
#include "ui/settings/plain_tool_tip.h"

#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStringListModel>
#include <QToolButton>

namespace overfit::ui {

namespace {

constexpr int longestTag = 60;   // characters

}   // namespace

QStringList typedTags(const QString& text) {
    QStringList tags;
    for (const QString& part : text.split(QLatin1Char(','))) {
        const QString tag = part.simplified().left(longestTag);
        if (!tag.isEmpty() && !tags.contains(tag, Qt::CaseInsensitive)) tags << tag;
    }
    return tags;
}

TagRow::TagRow(QWidget* parent) : QWidget(parent), field_(new QLineEdit(this)), known_(new QStringListModel(this)) {
    auto* completer = new QCompleter(known_, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    field_->setCompleter(completer);
    field_->setPlaceholderText(tr("Add a tag"));
    field_->setAccessibleName(tr("Add a tag"));
    field_->setToolTip(
        tr("Enter or a comma adds the tag to the selected runs; Backspace in the empty field takes the last off"));
    field_->setObjectName(QStringLiteral("tagField"));
    field_->setFixedWidth(field_->fontMetrics().averageCharWidth() * 18);
    field_->installEventFilter(this);
    auto* flow = new FlowLayout(this, 4, 4);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->addWidget(field_);
    connect(field_, &QLineEdit::returnPressed, this, &TagRow::addTyped);
    connect(field_, &QLineEdit::textEdited, this, [this](const QString& text) {
        if (text.contains(QLatin1Char(','))) addTyped();
    });
    // A click on a proposal is an answer, too. Queued: the completer writes into the field after it told of the click.
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &TagRow::addTyped, Qt::QueuedConnection);
}

void TagRow::setTags(const std::vector<TagCount>& tags, int ofRuns) {
    if (tags == tags_ && ofRuns == ofRuns_) return;
    tags_ = tags;
    ofRuns_ = ofRuns;
    for (QWidget* chip : chips_) {
        layout()->removeWidget(chip);
        chip->hide();
        chip->deleteLater();   // it may be the one that was clicked
    }
    chips_.clear();
    layout()->removeWidget(field_);
    QWidget* before = nullptr;
    for (const TagCount& tag : tags) {
        auto* chip = new QToolButton(this);
        const QString share = tag.runs < ofRuns ? tr(" (%1 of %2)").arg(tag.runs).arg(ofRuns) : QString();
        // An ampersand in a tag is no shortcut.
        chip->setText(QString(tag.tag).replace(QLatin1Char('&'), QStringLiteral("&&")) + share + QStringLiteral("  ×"));
        chip->setToolTip(plainToolTip(tr("Take the tag %1 off").arg(tag.tag)));
        chip->setAccessibleName(tr("Take the tag %1 off").arg(tag.tag));
        chip->setFocusPolicy(Qt::TabFocus);
        connect(chip, &QToolButton::clicked, this, [this, name = tag.tag] { Q_EMIT removed(name); });
        layout()->addWidget(chip);
        if (before) setTabOrder(before, chip);
        before = chip;
        chip->show();
        chips_.push_back(chip);
    }
    layout()->addWidget(field_);
    if (before) setTabOrder(before, field_);
    updateGeometry();
}

void TagRow::setKnownTags(const QStringList& tags) {
    if (tags != known_->stringList()) known_->setStringList(tags);
}

void TagRow::focusField() { field_->setFocus(Qt::ShortcutFocusReason); }

void TagRow::addTyped() {
    const QStringList tags = typedTags(field_->text());
    field_->clear();
    if (!tags.isEmpty()) Q_EMIT added(tags);
}

bool TagRow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == field_ && event->type() == QEvent::KeyPress && field_->text().isEmpty() && !tags_.empty() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Backspace) {
        Q_EMIT removed(tags_.back().tag);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}   // namespace overfit::ui
