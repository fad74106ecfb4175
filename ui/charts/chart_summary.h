#pragma once

#include "ui/charts/chart_content.h"

#include <QSet>

namespace overfit::ui {

/// The chart in words, for screen readers: "train accuracy of 2 runs, epochs 0-100; random labels ends at 100.0 %".
/// `hidden`: lineKey() of lines that are switched off.
QString chartSummary(const ChartContent& content, const QSet<QString>& hidden = {});

}   // namespace overfit::ui
