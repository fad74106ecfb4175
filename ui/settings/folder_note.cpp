#include "ui/settings/folder_note.h"

#include "ui/experiment_form/note_label.h"

#include <QDir>
#include <QHBoxLayout>
#include <QPushButton>

namespace overfit::ui {

FolderNote::FolderNote(FolderUse use, QWidget* parent)
    : QWidget(parent),
      use_(use),
      words_(new NoteLabel(Tone::Problem, this)),
      make_(new QPushButton(tr("Make the folder"), this)) {
    words_->setObjectName(QStringLiteral("folderProblem"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(words_, 1);
    row->addWidget(make_);
    connect(make_, &QPushButton::clicked, this, &FolderNote::make);
    hide();
}

void FolderNote::examine(const QString& folder) {
    folder_ = folder;
    const FolderProblem problem = folderProblem(folder, use_);
    serves_ = problem.text.isEmpty();
    words_->setNote(problem.text);
    make_->setVisible(problem.canBeMade);
    setVisible(!serves_);
}

void FolderNote::make() {
    if (!QDir().mkpath(folder_)) {
        words_->setNote(tr("%1 could not be made.").arg(folder_));
        make_->hide();
        return;
    }
    examine(folder_);
    Q_EMIT made(folder_);
}

}   // namespace overfit::ui
