#include "ui/settings/folder_note.h"

#include "ui/experiment_form/note_label.h"
#include "ui/worker/background.h"

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
    wanted_ = true;
    if (!looking_) look();
}

void FolderNote::look() {
    looking_ = true;
    inBackground(
        this, [folder = folder_, use = use_] { return folderProblem(folder, use); },
        [this, folder = folder_](const FolderProblem& problem) {
            looking_ = false;
            if (!wanted_) return;
            if (folder != folder_) return look();   // another one was typed meanwhile
            take(problem);
        });
}

void FolderNote::clear() {
    wanted_ = false;
    hide();
}

void FolderNote::take(const FolderProblem& problem) {
    const bool serves = problem.text.isEmpty();
    words_->setNote(problem.text);
    make_->setVisible(problem.canBeMade);
    setVisible(!serves);
    Q_EMIT examined(folder_, serves);
}

void FolderNote::make() {
    const QString folder = folder_;
    inBackground(
        this, [folder] { return QDir().mkpath(folder); },
        [this, folder](bool couldBeMade) {
            if (folder != folder_) return;   // another one is looked at by now
            if (couldBeMade) {
                Q_EMIT made(folder);
            } else {
                words_->setNote(tr("%1 could not be made.").arg(folder));
                make_->hide();
            }
        });
}

}   // namespace overfit::ui
