#pragma once

#include "ui/curves/shown_run.h"
#include "ui/library/curve_loader.h"
#include "ui/library/run_library_view.h"

#include <QObject>
#include <optional>
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

    /// The saved run that is looked at, with its audit; nothing when it is the window's own, which the session tells.
    std::optional<LiveProgress> lookedAt() const;

Q_SIGNALS:
    void changed();           // curves were read, the choice or a name changed
    void lookedAtChanged();   // or what is known of it

private:
    void update();
    void follow();
    bool isWatched(const QString& folder) const;
    bool isSessions(const QString& folder) const;   // the window's own, and no other process has gone on with it
    bool isToldBySession(const QString& folder) const;
    ShownRun savedRun(const QString& folder) const;

    RunLibraryView& library_;
    RunColours& colours_;
    const RunSession& session_;
    CurveLoader loader_;
};

}   // namespace overfit::ui
