#pragma once

#include "ui/compare/comparison_reader.h"
#include "ui/curves/shown_run.h"
#include "ui/exports/export_dialog.h"

#include <QWidget>
#include <memory>
#include <vector>

namespace overfit::ui {

/// The chosen runs side by side: chips above, the settings in which they differ on the left, curves in the centre, results
/// below. It is handed the runs with their curves and reads their configurations itself, in the background. Hidden, it keeps
/// the newest runs and shows them when shown.
class ComparisonView : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonView(QWidget* parent = nullptr);
    explicit ComparisonView(ComparisonReader::ReadRun readRun, QWidget* parent = nullptr);
    ~ComparisonView() override;

    /// Replaces the compared runs; as cheap as LiveView::setRuns.
    void setRuns(std::vector<ShownRun> runs);

    /// How the reader looks at them (base, grouping, metrics, arrangement), as text for AppSettings.
    QString state() const;
    void restore(const QString& state);

    /// Where the handles between charts and tables stand, likewise.
    QByteArray panes() const;
    void restorePanes(const QByteArray& panes);

    void setExportMemory(const ExportMemory& memory);

    void exportFigure();
    void resetZoom();

Q_SIGNALS:
    void removeRequested(const QString& folder);   // the x of a chip
    void runActivated(const QString& folder);      // a line was clicked
    void chooseRequested();                        // a button of the empty view: to the list of runs
    void quickStartRequested();                    // likewise
    void statusMessage(const QString& text);       // "Copied the results as Markdown"
    void stateChanged();
    void exportRemembered(const ExportMemory& memory);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct State;
    void build();
    void buildFailure();
    void connectParts();
    void choiceChanged();

    std::unique_ptr<State> state_;
};

}   // namespace overfit::ui
