#pragma once

#include <QStringList>

namespace overfit::ui {

/// Draws run folders into a file for `overfit export`; needs a QApplication, no display. `arguments` is what follows
/// `overfit-workbench --export-figure`: OUT [--format png|svg|pdf] [--width PX] [--height PX] [--dpi N]
/// [--axis epoch|step|time_s] [--metric NAME]... [--smoothing S] [--log-y] RUN...
/// Returns 0, 1 (failed) or 2 (wrong use); the reason goes to stderr.
int renderFigureFromArguments(const QStringList& arguments);

}   // namespace overfit::ui
