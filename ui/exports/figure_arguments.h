#pragma once

#include <QStringList>

namespace overfit::ui {

/// What `overfit export` asks of the window program:
///   OUT --format png|svg|pdf --width PX --height PX --dpi N --axis epoch|step|time_s [--metric NAME]... [--smoothing S]
///   [--log-y] RUN...
/// Without metrics: loss and accuracy beside each other. Returns the exit code: 0 drawn, 1 failed, 2 wrong use, with the
/// message on standard error. Needs a QApplication.
int renderFigureFromArguments(const QStringList& arguments);

}   // namespace overfit::ui
