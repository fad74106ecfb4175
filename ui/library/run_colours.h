#pragma once

#include <QColor>
#include <QHash>
#include <QMap>
#include <QString>
#include <QStringList>

namespace overfit::ui {

/// One colour per run, the same in every view and in every session. A run gets a colour when it is first shown and keeps it;
/// only where two shown runs would have the same one does the later give way. The user's own choice (user.json) always wins.
class RunColours {
public:
    /// The runs shown now, in the order of choice: each of them has a colour afterwards, all different up to the size of the
    /// palette.
    void setShown(const QStringList& folders);

    /// The user's colour for a run; an invalid one takes it back.
    void setChosen(const QString& folder, const QColor& colour);

    /// Invalid for a run that has never been shown and has no chosen colour.
    QColor colourOf(const QString& folder) const;

    /// The argument of runColour() by folder: of the runs that were shown last, a few thousand at most.
    QMap<QString, int> places() const;

    /// Those of an earlier session.
    void restore(const QMap<QString, int>& places);

    static constexpr int paletteSize = 14;   // of runColour(), ui/charts/chart_style.h

private:
    int leastUsed(const QStringList& folders) const;

    QHash<QString, int> places_;       // the argument of runColour()
    QHash<QString, qint64> shownAt_;   // greater = later; absent: in an earlier session
    qint64 showings_ = 0;
    QHash<QString, QColor> chosen_;
};

}   // namespace overfit::ui
