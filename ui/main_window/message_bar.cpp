#include "ui/main_window/message_bar.h"

#include "ui/settings/themed_icon.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      sign_(new QLabel(this)),
      words_(new QLabel(this)),
      buttons_(new QHBoxLayout),
      close_(new QToolButton(this)) {
    setObjectName(QStringLiteral("messageBar"));
    setAutoFillBackground(true);
    words_->setTextFormat(Qt::PlainText);   // may quote a file
    words_->setWordWrap(true);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    close_->setIcon(themedIcon(QStringLiteral("close")));
    close_->setAutoRaise(true);
    close_->setAccessibleName(tr("Close the message"));
    close_->setToolTip(tr("Close the message (Esc)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 6, 6, 6);
    row->addWidget(sign_, 0, Qt::AlignTop);
    row->addWidget(words_, 1);
    row->addLayout(buttons_);
    row->addWidget(close_, 0, Qt::AlignTop);
    connect(close_, &QToolButton::clicked, this, &MessageBar::dismiss);
    hide();
}

void MessageBar::tell(Kind kind, const QString& text, std::vector<Choice> choices) {
    Message message{kind, text, std::move(choices)};
    const bool asked = !isHidden() && shown_.asks();
    if (asked && (!message.asks() || message.kind < shown_.kind)) {
        const auto same = [&](const Message& other) { return other.kind == kind && other.text == text; };
        if (std::ranges::none_of(waiting_, same)) waiting_.push_back(std::move(message));
        return;
    }
    // Asked again, perhaps in other words: the newer question is the one.
    if (asked && message.kind > shown_.kind) waiting_.insert(waiting_.begin(), std::move(shown_));
    show(std::move(message));
}

void MessageBar::show(Message message) {
    hide();   // so that showing the bar shows its new buttons at once
    clear();
    shown_ = std::move(message);
    words_->setText(shown_.text);
    setAccessibleName(shown_.text);
    for (const Choice& choice : shown_.choices) {
        auto* button = new QPushButton(choice.text, this);
        button->setAutoDefault(true);
        buttons_->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, chosen = choice.chosen] {
            const auto act = chosen;   // dismiss() deletes the button and with it this function
            dismiss();
            act();
        });
    }
    dress();
    QFrame::show();
    // A note comes by itself, perhaps while somebody types.
    if (shown_.kind != Kind::Note && buttons_->count() > 0) buttons_->itemAt(0)->widget()->setFocus(Qt::OtherFocusReason);
}

void MessageBar::dismiss() {
    hide();
    clear();
    if (waiting_.empty()) return;
    Message next = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    show(std::move(next));
}

void MessageBar::withdraw(const QString& text) {
    std::erase_if(waiting_, [&](const Message& message) { return message.text == text; });
    if (!isHidden() && shown_.text == text) dismiss();
}

void MessageBar::clear() {
    shown_.choices.clear();
    while (QLayoutItem* item = buttons_->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

QString MessageBar::text() const { return words_->text(); }

void MessageBar::dress() {
    const QPalette base = parentWidget() ? parentWidget()->palette() : QPalette();
    const bool dark = base.color(QPalette::Window).lightness() < 128;
    const QColor tone = shown_.kind == Kind::Error     ? QColor(dark ? 0x5a2a2a : 0xfbe3e0)
                        : shown_.kind == Kind::Warning ? QColor(dark ? 0x54431c : 0xfdf1d3)
                                                       : QColor(dark ? 0x23405a : 0xe2eef8);
    QPalette own = base;
    own.setColor(QPalette::Window, tone);
    setPalette(own);
    const QString icon = shown_.kind == Kind::Note ? QStringLiteral("info") : QStringLiteral("warning");
    const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this);
    sign_->setPixmap(themedIcon(icon).pixmap(QSize(side, side), devicePixelRatioF()));
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    // The parent's palette, not the own one, which dress() sets.
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ParentChange) dress();
}

void MessageBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        dismiss();
    } else {
        QFrame::keyPressEvent(event);
    }
}

}   // namespace overfit::ui
