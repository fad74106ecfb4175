#pragma once

#include <QString>
#include <QStringList>

namespace overfit {

/// What the window program was started with.
struct GuiArguments {
    enum class Task { Window, ExportFigure, Help, Version };
    Task task = Task::Window;
    QString experiment;   // YAML file; empty: the last session's
    QStringList runs;     // run folders to show
    bool quickStart = false;
    bool measureStartup = false;   // tests/benchmarks/startup
    bool trainAndClose = false;    // tests/benchmarks/window_overhead
    QString runsDir, dataRoot;     // empty: the settings'
    QStringList figure;            // what follows --export-figure
    QString text;                  // of --help
    QString mistake;               // not empty: wrong use, in words
};

/// arguments: without the program's name. Qt's own (-platform ...) are skipped.
GuiArguments parseGuiArguments(const QStringList& arguments);

}   // namespace overfit
