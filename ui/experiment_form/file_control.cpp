#include "ui/experiment_form/file_control.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLayout>
#include <QPushButton>

namespace overfit::ui {

std::optional<FileControl::Kind> FileControl::kindOf(const Field& field) {
    if (field.path == "corruption.labels.file" || field.path == "corruption.labels.matrix") return Kind::File;
    if (field.path == "data.folder") return Kind::Folder;
    return std::nullopt;
}

FileControl::FileControl(const Field& field, Kind kind, QWidget* parent) : TextControl(field, parent), kind_(kind) {
    auto* button = new QPushButton(tr("Choose..."), this);
    button->setAccessibleName(tr("Choose: %1").arg(label()));
    layout()->addWidget(button);
    connect(button, &QPushButton::clicked, this, &FileControl::choose);
}

void FileControl::choose() {
    const bool folder = kind_ == Kind::Folder;
    auto* dialog = new QFileDialog(this, label(), folder ? text() : QFileInfo(text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    dialog->setOption(QFileDialog::ShowDirsOnly, folder);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        showText(file);
        read();
    });
    dialog->show();
}

}   // namespace overfit::ui
