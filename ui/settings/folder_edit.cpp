#include "ui/settings/folder_edit.h"

#include "ui/settings/folder_note.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace overfit::ui {

FolderEdit::FolderEdit(const QString& name, QWidget* parent)
    : QWidget(parent), line_(new QLineEdit(this)), note_(new FolderNote(FolderUse::Write, this)) {
    line_->setAccessibleName(name);
    line_->setMinimumWidth(220);
    setFocusProxy(line_);
    auto* choose = new QPushButton(tr("Choose..."), this);
    choose->setAccessibleName(tr("Choose: %1").arg(name));
    auto* row = new QHBoxLayout;
    row->addWidget(line_, 1);
    row->addWidget(choose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(note_);
    connect(choose, &QPushButton::clicked, this, &FolderEdit::choose);
    connect(line_, &QLineEdit::textEdited, this, &FolderEdit::examine);
    connect(line_, &QLineEdit::editingFinished, this, &FolderEdit::settle);
    connect(note_, &FolderNote::made, this, &FolderEdit::settle);
    connect(note_, &FolderNote::examined, this, &FolderEdit::take);
}

void FolderEdit::setFolder(const QString& folder) {
    folder_ = folder;
    line_->setText(folder);
    examine();
}

void FolderEdit::choose() {
    auto* dialog = new QFileDialog(this, line_->accessibleName(), folder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        line_->setText(folder);
        settle();
    });
    dialog->show();
}

void FolderEdit::examine() {
    settled_.clear();   // goes on being typed
    note_->examine(cleanFolder(line_->text()));
}

void FolderEdit::settle() {
    examine();
    settled_ = cleanFolder(line_->text());
}

void FolderEdit::take(const QString& folder, bool serves) {
    if (!serves || folder != settled_ || folder == folder_) return;
    folder_ = folder;
    Q_EMIT chosen(folder);
}

}   // namespace overfit::ui
