#pragma once

#include "ui/curves/shown_run.h"
#include "ui/library/curve_loader.h"
#include "ui/library/run_library_view.h"

#include <QObject>
#include <vector>

namespace overfit::ui {

class RunSession;

/// The chosen run folders as curves for the charts: saved ones read in the background, the running one from the session.
class ChosenRuns : public QObject {
    Q_OBJECT
public:
    /// All outlive this object.
    ChosenRuns(RunLibraryView& library, RunColours& colours, const RunSession& session, QObject* parent = nullptr);

    std::vector<ShownRun> shown() const;

Q_SIGNALS:
    void changed();   // curves were read, the choice or a name changed

private:
    void update();
    ShownRun savedRun(const QString& folder) const;

    RunLibraryView& library_;
    RunColours& colours_;
    const RunSession& session_;
    CurveLoader loader_;
};

}   // namespace overfit::ui
