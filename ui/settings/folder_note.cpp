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
    inBackground(
        this, [folder, use = use_] { return folderProblem(folder, use); },
        [this, look = ++look_](const FolderProblem& problem) {
            if (look == look_) take(problem);
        });
}

void FolderNote::clear() {
    ++look_;
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
