#pragma once

#include <QFontMetricsF>
#include <QModelIndex>
#include <QStringList>

namespace overfit::ui {

/// A run's name in at most `width` pixels. Cut in the middle; where that takes away what tells it from one of the others,
/// somewhere else, so that it stays.
QString cutName(const QString& name, const QStringList& others, const QFontMetricsF& metrics, double width);

/// The same of a row of a list, which is read beside those around it.
QString cutName(const QModelIndex& row, const QFontMetricsF& metrics, double width);

}   // namespace overfit::ui
