#include "ui/experiment_form/file_control.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLayout>
#include <QPushButton>

namespace overfit::ui {

FileControl::FileControl(const Field& field, QWidget* parent) : TextControl(field, parent) {
    auto* button = new QPushButton(tr("Choose..."), this);
    button->setAccessibleName(tr("Choose: %1").arg(label()));
    layout()->addWidget(button);
    connect(button, &QPushButton::clicked, this, &FileControl::choose);
}

void FileControl::choose() {
    auto* dialog = new QFileDialog(this, label(), QFileInfo(text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        showText(file);
        read();
    });
    dialog->show();
}

}   // namespace overfit::ui
