#pragma once

#include "ui/exports/export_dialog.h"

#include <QObject>
#include <QPointer>
#include <vector>

namespace overfit::ui {

/// Opens the export dialog over a view, one at a time, with what was chosen the last time.
class ExportOpener : public QObject {
    Q_OBJECT
public:
    explicit ExportOpener(QWidget* view);

    void setMemory(const ExportMemory& memory) { memory_ = memory; }

    /// Training and charts go on behind it. An open dialog is raised and keeps its own panels.
    void open(const std::vector<FigurePanel>& panels);

Q_SIGNALS:
    void statusMessage(const QString& text);   // "Exported to ..."
    void remembered(const ExportMemory& memory);

private:
    QWidget* view_;
    QPointer<ExportDialog> dialog_;
    ExportMemory memory_;
};

}   // namespace overfit::ui
