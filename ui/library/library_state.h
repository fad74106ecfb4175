#pragma once

#include "ui/library/run_filter.h"

#include <QByteArray>
#include <QString>
#include <vector>

namespace overfit::ui {

/// A column of the table of runs as the user left it.
struct ShownColumn {
    QString key;     // of runColumns()
    int width = 0;   // pixels; 0: the column's own
    bool operator==(const ShownColumn&) const = default;
};

/// How the user left the list of runs; kept over a restart.
struct LibraryState {
    bool table = false;
    bool words = false;   // the panel with tags and notes is open
    bool archived = false;
    RunGrouping grouping = RunGrouping::Day;
    QString order = QStringLiteral("created");   // a column's key
    bool ascending = false;
    std::vector<ShownColumn> columns;   // from left to right; empty: those of the first start
    bool operator==(const LibraryState&) const = default;
};

QByteArray toJson(const LibraryState& state);

/// Defaults for all that is missing, damaged or of another version.
LibraryState libraryStateFrom(const QByteArray& json);

}   // namespace overfit::ui
