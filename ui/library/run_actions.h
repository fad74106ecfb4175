#pragma once

#include "core/runs/run_record.h"

#include <QList>
#include <QObject>
#include <QString>
#include <optional>

class QAction;
class QMenu;
class QWidget;

namespace overfit::ui {

/// What the actions need to know of the selected runs.
struct RunSelection {
    int runs = 0;       // selected rows, of any kind
    int readable = 0;   // that are run folders: those that can carry the user's words
    int starred = 0, archived = 0;
    std::optional<RunStatus> status;   // of a single readable one
    int added = 0;                     // opened from elsewhere
    int shown = 0;                     // in the charts: the selected ones and those that the search hides
};

/// Every action on runs with its words and key, enabled by the selection; a grey one says why. The window's menu and the
/// list's context menu take them from here; what they do is connected by RunLibraryView.
class RunActions : public QObject {
    Q_OBJECT
public:
    /// owner: where keys that could do harm elsewhere (Del) work.
    explicit RunActions(QWidget& owner);

    QAction *rename, *star, *editTags, *editNotes, *archive, *trash;
    QAction *compare, *useExperiment, *resume, *showFolder, *takeOff;
    QAction *table, *words, *showArchived;

    /// The palette's colours, one's own, and back to automatic.
    QMenu* colours() const { return colours_; }

    /// In the order of the menu, the window's and the list's; a null stands for a line.
    QList<QAction*> inMenu() const;

    /// How they are listed, for the window's View menu.
    QList<QAction*> inViewMenu() const { return {table, showArchived, words}; }

    void update(const RunSelection& selection);

Q_SIGNALS:
    void colourChosen(const QString& colour);   // "#0072b2"; empty: automatic
    void ownColourWanted();

private:
    QAction* make(const QString& text, const QString& tip, const QString& key = {});
    void fillColours();

    QWidget& owner_;
    QMenu* colours_;
};

}   // namespace overfit::ui
