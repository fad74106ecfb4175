#pragma once

#include "core/runs/run_record.h"

#include <QColor>
#include <QRectF>
#include <optional>

class QPainter;

namespace overfit::ui {

/// How a run's state is drawn: a shape for each status, so that it can be read without seeing colours. The fill is the
/// run's colour when it is shown in the charts; else only the outline is drawn.
struct StatusMark {
    std::optional<RunStatus> status;   // nothing: the folder cannot be read
    QColor fill;                       // invalid: outline only
    QColor outline;
    QColor background;       // what lies below; signs inside the filled shape are drawn in it
    QColor halo;             // around it, where the run's colour is not made for the background; invalid: none
    double progress = 0.0;   // 0..1, for a running one
};

void drawStatusMark(QPainter& painter, const QRectF& place, const StatusMark& mark);

}   // namespace overfit::ui
