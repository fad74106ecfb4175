#pragma once

#include "ui/exports/figure_export.h"

#include <QDialog>
#include <vector>

class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;

namespace overfit::ui {

class ExportForm;
class FigurePreview;

/// What is remembered from one export to the next.
struct ExportMemory {
    QString options;   // export_request_to_json(); empty = never exported
    QString folder;
    bool operator==(const ExportMemory&) const = default;
};

/// Asks for format, size and look with a live preview and writes the charts: as they are seen, or CSV and LaTeX with every
/// point. Shown with open(): nothing waits for it, files are written in the background. Mistakes and the question whether
/// to replace a file stand in the dialog, in words. Closed while it writes, it goes out of sight; the file is finished, and
/// only a problem brings the dialog back.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `charts`: what the reader sees, in order.
    explicit ExportDialog(std::vector<FigurePanel> charts, QWidget* parent = nullptr);

    void done(int result) override;

    void remember(const ExportMemory& memory);
    ExportMemory memory() const;

    void setFile(const QString& file);
    QString file() const;

    /// The command that writes the same file; empty where a command cannot tell it.
    QString command() const;

protected:
    void closeEvent(QCloseEvent* event) override;

Q_SIGNALS:
    void exported(const QString& file);

private:
    void buildRows();
    void browse();
    void fileEdited();
    void formChanged();
    void refresh();
    void completeFileName();
    void save();
    void write(const ExportRequest& request, const QString& file);
    void written(const QString& file, const QString& problem);
    void tell(const QString& text, bool failed);
    std::vector<FigurePanel> chosenCharts() const;
    ExportRequest request() const;
    QString proposedName() const;

    std::vector<FigurePanel> charts_;
    ExportForm* form_;
    FigurePreview* preview_;
    QLineEdit* file_ = nullptr;
    QLineEdit* command_ = nullptr;
    QPushButton* copy_ = nullptr;
    QLabel* message_ = nullptr;
    QDialogButtonBox* buttons_ = nullptr;
    QPushButton* save_ = nullptr;
    QTimer* later_;
    bool writing_ = false;
    bool closesWhenWritten_ = false;
    QString replacing_;          // the file that the reader was asked about
    bool namedByUser_ = false;   // else the name follows the charts
};

}   // namespace overfit::ui
