#pragma once

#include <QStringList>

namespace overfit::ui {

/// Draws run folders into a file for `overfit export`; needs a QApplication, no display. `arguments` is what follows
/// `overfit-workbench --export-figure`: FILE REQUEST RUN..., the request as export_request_to_json() writes it.
/// Returns 0, 1 (failed) or 2 (wrong use); the reason goes to stderr.
int renderFigureFromArguments(const QStringList& arguments);

}   // namespace overfit::ui
