#include "ui/exports/export_opener.h"

namespace overfit::ui {

ExportOpener::ExportOpener(QWidget* view) : QObject(view), view_(view) {}

void ExportOpener::open(const std::vector<FigurePanel>& panels) {
    // One that was closed may still wait for its deletion.
    if (dialog_ && dialog_->isVisible()) {
        dialog_->raise();
        dialog_->activateWindow();
        return;
    }
    auto* dialog = new ExportDialog(panels, view_);
    dialog->remember(memory_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog_ = dialog;
    connect(dialog, &ExportDialog::exported, this, [this, dialog](const QString& file) {
        memory_ = dialog->memory();
        Q_EMIT remembered(memory_);
        Q_EMIT statusMessage(tr("Exported to %1").arg(file));
    });
    dialog->show();
}

}   // namespace overfit::ui
