#include "ui/settings/folder_list.h"

#include "ui/settings/folder_note.h"
#include "ui/worker/background.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

FolderList::FolderList(const QString& name, QWidget* parent)
    : QWidget(parent),
      list_(new QListWidget(this)),
      remove_(new QPushButton(tr("Remove"), this)),
      up_(new QPushButton(tr("Move up"), this)),
      note_(new FolderNote(FolderUse::Read, this)) {
    list_->setAccessibleName(name);
    list_->setTextElideMode(Qt::ElideMiddle);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusProxy(list_);
    auto* add = new QPushButton(tr("Add..."), this);
    add->setAccessibleName(tr("Add to: %1").arg(name));
    remove_->setAccessibleName(tr("Remove from: %1").arg(name));
    up_->setAccessibleName(tr("Move up in: %1").arg(name));
    auto* buttons = new QVBoxLayout;
    for (QPushButton* button : {add, remove_, up_}) buttons->addWidget(button);
    list_->setFixedHeight(buttons->sizeHint().height());
    auto* row = new QHBoxLayout;
    row->addWidget(list_, 1);
    row->addLayout(buttons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(note_);

    auto* erase = new QAction(list_);
    erase->setShortcut(QKeySequence::Delete);
    erase->setShortcutContext(Qt::WidgetShortcut);
    list_->addAction(erase);
    connect(erase, &QAction::triggered, this, &FolderList::removeCurrent);
    connect(add, &QPushButton::clicked, this, &FolderList::askForOne);
    connect(remove_, &QPushButton::clicked, this, &FolderList::removeCurrent);
    connect(up_, &QPushButton::clicked, this, &FolderList::moveUp);
    connect(list_, &QListWidget::currentRowChanged, this, &FolderList::showCurrent);
    showCurrent();
}

void FolderList::setFolders(const QStringList& folders) {
    list_->clear();
    for (const QString& folder : folders) {
        auto* item = new QListWidgetItem(folder, list_);
        item->setToolTip(folder);
    }
    showCurrent();
    // The first that does not serve: a folder that was deleted meanwhile is told of without a click.
    const auto firstThatFails = [folders] {
        const auto found = std::ranges::find_if(
            folders, [](const QString& folder) { return !folderProblem(folder, FolderUse::Read).text.isEmpty(); });
        return found == folders.end() ? QString() : *found;
    };
    inBackground(this, firstThatFails, [this](const QString& folder) {
        const auto found = list_->findItems(folder, Qt::MatchExactly);
        if (!found.isEmpty() && list_->currentItem() == nullptr) list_->setCurrentItem(found.front());
    });
}

QStringList FolderList::folders() const {
    QStringList folders;
    for (int row = 0; row < list_->count(); ++row) folders << list_->item(row)->text();
    return folders;
}

void FolderList::add(const QString& folder) {
    const QString clean = cleanFolder(folder);
    if (const auto found = list_->findItems(clean, Qt::MatchExactly); !found.isEmpty()) {
        list_->setCurrentItem(found.front());
        return;
    }
    auto* item = new QListWidgetItem(clean, list_);
    item->setToolTip(clean);
    list_->setCurrentItem(item);
    Q_EMIT changed(folders());
}

void FolderList::askForOne() {
    auto* dialog = new QFileDialog(this, list_->accessibleName());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &FolderList::add);
    dialog->show();
}

void FolderList::removeCurrent() {
    const int row = list_->currentRow();
    if (row < 0) return;
    delete list_->takeItem(row);
    showCurrent();
    Q_EMIT changed(folders());
}

void FolderList::moveUp() {
    const int row = list_->currentRow();
    if (row < 1) return;
    list_->insertItem(row - 1, list_->takeItem(row));
    list_->setCurrentRow(row - 1);
    Q_EMIT changed(folders());
}

void FolderList::showCurrent() {
    const QListWidgetItem* item = list_->currentItem();
    remove_->setEnabled(item != nullptr);
    up_->setEnabled(list_->currentRow() > 0);
    if (item) {
        note_->examine(item->text());
    } else {
        note_->clear();
    }
}

}   // namespace overfit::ui
