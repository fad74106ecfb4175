#include "ui/main_window/undo_offer.h"

#include <QPushButton>
#include <QStatusBar>

namespace overfit::ui {

namespace {

constexpr int offerMilliseconds = 30000;

}   // namespace

UndoOffer::UndoOffer(QStatusBar& bar, QObject* parent)
    : QObject(parent), bar_(bar), button_(new QPushButton(tr("Undo"), &bar)) {
    button_->setObjectName(QStringLiteral("undoButton"));
    button_->setToolTip(tr("Take the last action back"));
    bar_.addPermanentWidget(button_);
    button_->hide();
    // Any other message is of a later action.
    connect(&bar_, &QStatusBar::messageChanged, this, [this](const QString& text) { button_->setVisible(text == text_); });
    connect(button_, &QPushButton::clicked, this, [this] {
        text_.clear();
        bar_.clearMessage();
        button_->hide();
        Q_EMIT accepted();
    });
}

void UndoOffer::offer(const QString& text) {
    text_ = text;
    bar_.showMessage(text, offerMilliseconds);
    button_->show();
    button_->setAccessibleName(tr("Undo: %1").arg(text));
}

}   // namespace overfit::ui
