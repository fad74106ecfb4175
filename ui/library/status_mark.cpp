#include "ui/library/status_mark.h"

#include <QPainter>
#include <QPainterPath>

namespace overfit::ui {

namespace {

/// Draws in a square of side 16 around the middle (0, 0).
class MarkPainter {
public:
    MarkPainter(QPainter& painter, const StatusMark& mark) : painter_(painter), mark_(mark) {
        line_ = QPen(mark.fill.isValid() ? mark.fill : mark.outline, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
        painter_.setPen(line_);
        painter_.setBrush(mark.fill.isValid() ? QBrush(mark.fill) : Qt::NoBrush);
    }

    void circle(double radius = 6.0) { painter_.drawEllipse(QPointF(0, 0), radius, radius); }
    void square() { painter_.drawRoundedRect(QRectF(-5.5, -5.5, 11, 11), 1, 1); }
    void diamond() { painter_.drawPolygon(QPolygonF({{0, -7}, {7, 0}, {0, 7}, {-7, 0}})); }
    void triangle() { painter_.drawPolygon(QPolygonF({{0, -6.5}, {7, 6}, {-7, 6}})); }

    void sign(const QPolygonF& corners) {
        QPen pen = line_;
        if (mark_.fill.isValid()) pen.setColor(mark_.background);
        painter_.setPen(pen);
        painter_.setBrush(Qt::NoBrush);
        painter_.drawPolyline(corners);
    }

    void ring() {
        QColor track = mark_.outline;
        track.setAlphaF(0.35f);
        painter_.setBrush(Qt::NoBrush);
        painter_.setPen(QPen(track, 2.6));
        circle();
        QPen arc(line_.color(), 2.6, Qt::SolidLine, Qt::RoundCap);
        painter_.setPen(arc);
        const double share = qBound(0.03, mark_.progress, 1.0);
        painter_.drawArc(QRectF(-6, -6, 12, 12), 90 * 16, static_cast<int>(-share * 360 * 16));
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(line_.color());
        painter_.drawPolygon(QPolygonF({{-1.8, -2.8}, {3, 0}, {-1.8, 2.8}}));
    }

private:
    QPainter& painter_;
    const StatusMark& mark_;
    QPen line_;
};

}   // namespace

void drawStatusMark(QPainter& painter, const QRectF& place, const StatusMark& mark) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(place.center());
    const double scale = qMin(place.width(), place.height()) / 16.0;
    painter.scale(scale, scale);
    if (mark.halo.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark.halo);
        painter.drawEllipse(QPointF(0, 0), 8.0, 8.0);
    }
    MarkPainter draw(painter, mark);
    if (!mark.status) {
        draw.triangle();
        draw.sign(QPolygonF({{0, -2}, {0, 1.8}}));
        draw.sign(QPolygonF({{0, 4.2}, {0, 4.3}}));
    } else {
        switch (*mark.status) {
            case RunStatus::Running: draw.ring(); break;
            case RunStatus::Completed: draw.circle(); break;
            case RunStatus::Fitted:
                draw.circle(6.5);
                draw.sign(QPolygonF({{-3, 0.2}, {-0.8, 2.6}, {3.2, -2.4}}));
                break;
            case RunStatus::EarlyStopped:
                draw.circle(6.5);
                draw.sign(QPolygonF({{-3, 0}, {3, 0}}));
                break;
            case RunStatus::Cancelled: draw.square(); break;
            case RunStatus::Diverged:
                draw.triangle();
                draw.sign(QPolygonF({{-3, 4}, {0, -2}, {3, 4}}));
                break;
            case RunStatus::Failed:
                draw.square();
                draw.sign(QPolygonF({{-2.6, -2.6}, {2.6, 2.6}}));
                draw.sign(QPolygonF({{-2.6, 2.6}, {2.6, -2.6}}));
                break;
            case RunStatus::Interrupted:
                draw.diamond();
                draw.sign(QPolygonF({{-1.6, -2.4}, {-1.6, 2.4}}));
                draw.sign(QPolygonF({{1.6, -2.4}, {1.6, 2.4}}));
                break;
        }
    }
    painter.restore();
}

}   // namespace overfit::ui
