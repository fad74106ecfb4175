#include "ui/main_window/status_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int textMilliseconds = 10'000;
constexpr int offerMilliseconds = 30'000;
constexpr int againMilliseconds = 2'000;   // the pointer or the focus was on the button

}   // namespace

StatusLine::StatusLine(QWidget* parent) : QStatusBar(parent), words_(new QLabel(this)), button_(new QPushButton(this)) {
    setObjectName(QStringLiteral("statusLine"));
    setSizeGripEnabled(false);
    words_->setTextFormat(Qt::PlainText);   // names of runs and files
    words_->setAccessibleName(tr("What the last action did"));
    button_->setObjectName(QStringLiteral("undoLast"));
    button_->setAccessibleName(tr("Undo"));
    button_->setAutoDefault(true);
    button_->hide();
    // In one widget, so that the button stands behind the words and not at the other end of the window.
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(6, 0, 0, 0);
    row->addWidget(words_);
    row->addWidget(button_);
    row->addStretch();
    addWidget(line, 1);
    // The window must not change its height when a button comes and goes.
    setFixedHeight(button_->sizeHint().height() + 2);
    expiry_.setSingleShot(true);
    connect(&expiry_, &QTimer::timeout, this, &StatusLine::expire);
    connect(button_, &QPushButton::clicked, this, &StatusLine::undo);
}

void StatusLine::tell(const QString& text) {
    withdrawOffer();
    words_->setText(text);
    expiry_.start(textMilliseconds);
}

void StatusLine::tell(const QString& text, const QString& undoText, std::function<void()> undo) {
    withdrawOffer();
    words_->setText(text);
    undo_ = std::move(undo);
    button_->setText(undoText);
    button_->setAccessibleName(tr("%1: %2").arg(undoText, text));
    button_->show();
    expiry_.start(offerMilliseconds);
}

void StatusLine::withdraw(const QString& text) {
    if (!text.isEmpty() && words_->text() == text) words_->clear();
}

QString StatusLine::text() const { return words_->text(); }

void StatusLine::undo() {
    if (!undo_) return;
    const auto undo = std::exchange(undo_, nullptr);   // it may tell something itself
    withdrawOffer();
    words_->clear();
    undo();
}

void StatusLine::withdrawOffer() {
    undo_ = nullptr;
    button_->hide();
}

void StatusLine::expire() {
    if (undo_ && (button_->underMouse() || button_->hasFocus())) {
        expiry_.start(againMilliseconds);
        return;
    }
    withdrawOffer();
    words_->clear();
}

}   // namespace overfit::ui
