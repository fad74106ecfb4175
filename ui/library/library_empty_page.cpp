#include "ui/library/library_empty_page.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace overfit::ui {

LibraryEmptyPage::LibraryEmptyPage(QWidget* parent)
    : QWidget(parent),
      words_(new QLabel(this)),
      quickStart_(new QPushButton(tr("Quick start"), this)),
      openFolder_(new QPushButton(tr("Open a run folder..."), this)),
      clearSearch_(new QPushButton(tr("Clear search"), this)),
      showArchived_(new QPushButton(tr("Show archived runs"), this)) {
    words_->setWordWrap(true);
    words_->setAlignment(Qt::AlignCenter);
    words_->setTextFormat(Qt::PlainText);   // quotes what was typed
    words_->setObjectName(QStringLiteral("emptyWords"));
    quickStart_->setToolTip(tr("Train one network twice: with true and with random labels"));
    auto* column = new QVBoxLayout(this);
    column->addStretch(1);
    column->addWidget(words_);
    column->addSpacing(8);
    for (QPushButton* button : {quickStart_, openFolder_, clearSearch_, showArchived_}) {
        column->addWidget(button, 0, Qt::AlignCenter);
    }
    column->addStretch(2);
    connect(quickStart_, &QPushButton::clicked, this, &LibraryEmptyPage::quickStartRequested);
    connect(openFolder_, &QPushButton::clicked, this, &LibraryEmptyPage::openFolderRequested);
    connect(clearSearch_, &QPushButton::clicked, this, &LibraryEmptyPage::clearSearchRequested);
    connect(showArchived_, &QPushButton::clicked, this, &LibraryEmptyPage::showArchivedRequested);
    tell(Reason::Reading);
}

void LibraryEmptyPage::tell(Reason reason, const QString& search, int archived) {
    reason_ = reason;
    switch (reason) {
        case Reason::Reading: words_->setText(tr("Reading the runs folder")); break;
        case Reason::NoRuns: words_->setText(tr("Every experiment that you run is kept here as a folder.")); break;
        case Reason::NothingFound: words_->setText(tr("No run matches \"%1\".").arg(search)); break;
        case Reason::AllArchived:
            words_->setText(archived == 1 ? tr("The only run is archived.") : tr("All %1 runs are archived.").arg(archived));
            break;
    }
    quickStart_->setVisible(reason == Reason::NoRuns);
    openFolder_->setVisible(reason == Reason::NoRuns);
    clearSearch_->setVisible(reason == Reason::NothingFound);
    // Also where the search may have looked for one of them.
    showArchived_->setVisible(reason == Reason::AllArchived || (reason == Reason::NothingFound && archived > 0));
}

}   // namespace overfit::ui
