#include "ui/queue/queue_notice.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace overfit::ui {

QueueNotice::QueueNotice(QWidget* parent) : QFrame(parent), words_(new QLabel(this)), buttons_(new QHBoxLayout) {
    setObjectName(QStringLiteral("queueNotice"));
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    buttons_->setSpacing(6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 4);
    column->setSpacing(6);
    column->addWidget(words_);
    column->addLayout(buttons_);
    hide();
}

void QueueNotice::tell(const QString& text, std::vector<Choice> choices) {
    dismiss();
    telling_ = true;
    words_->setText(text);
    setAccessibleName(text);
    for (Choice& choice : choices) {
        auto* button = new QPushButton(choice.text, this);
        button->setAutoDefault(true);
        buttons_->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, chosen = std::move(choice.chosen)] {
            const auto act = chosen;   // dismiss() deletes the button and with it this function
            dismiss();
            act();
            Q_EMIT dismissed();
        });
    }
    buttons_->addStretch(1);
    show();
}

void QueueNotice::dismiss() {
    hide();
    telling_ = false;
    while (QLayoutItem* item = buttons_->takeAt(0)) {
        if (QWidget* button = item->widget()) {
            button->hide();
            button->deleteLater();
        }
        delete item;
    }
}

}   // namespace overfit::ui
