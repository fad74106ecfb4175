#pragma once

#include "ui/curves/shown_run.h"
#include "ui/exports/export_dialog.h"

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

namespace overfit::ui {

/// The centre of the window: loss and accuracy charts of the shown runs with linked x axes, the controls above them (axis,
/// smoothing, log scales, which metrics), progress line and audit strip below. Computes nothing of the training; it is
/// handed values and draws them. Hidden, it keeps the newest values and draws when shown.
class LiveView : public QWidget {
    Q_OBJECT
public:
    explicit LiveView(QWidget* parent = nullptr);
    ~LiveView() override;

    /// Replaces all curves. Cheap enough for 25 Hz: curves are thinned to the visible pixels.
    void setRuns(std::vector<ShownRun> runs);

    /// `running`: the window's own run; `saved`: the one that is looked at instead, of which the audit is shown then.
    void setProgress(const LiveProgress& running, const std::optional<LiveProgress>& saved = {});

    /// How the reader looks at them (axis, scales, smoothing, lines), as text for AppSettings.
    QString state() const;
    void restore(const QString& state);

    /// How charts were exported the last time.
    void setExportMemory(const ExportMemory& memory);

    void exportFigure();   // asks for format, size and look: figures of the visible charts, or tables with every point
    void resetZoom();

Q_SIGNALS:
    void stopRequested();
    void runActivated(const QString& runId);   // a line was clicked
    void statusMessage(const QString& text);   // "Exported to ..."
    void exportRemembered(const ExportMemory& memory);
    void stateChanged();
    void quickStartRequested();   // the button of the empty view

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}   // namespace overfit::ui
