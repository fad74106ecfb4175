#pragma once

#include "ui/exports/figure_export.h"

#include <QImage>
#include <QThreadPool>
#include <QWidget>
#include <functional>
#include <optional>

namespace overfit::ui {

/// What the file will look like, drawn in the background: of a table its first lines. Of several changes in a row only the
/// newest is drawn.
class FigurePreview : public QWidget {
    Q_OBJECT
public:
    explicit FigurePreview(QWidget* parent = nullptr);
    ~FigurePreview() override;

    void showFigure(const FigureRequest& request);
    void showTable(const CurveRequest& request);

    QSize sizeHint() const override { return {560, 380}; }
    QSize minimumSizeHint() const override { return {240, 180}; }

    const QImage& image() const { return shown_.image; }
    const QString& text() const { return shown_.text; }

Q_SIGNALS:
    void drawn();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Drawing {
        QImage image;
        QString text;      // of a table
        QString problem;   // why there is nothing to see
    };
    using Task = std::function<Drawing()>;

    void start(Task task);
    void finish(Drawing drawing);
    void paintImage(QPainter& painter) const;

    QThreadPool pool_;
    bool busy_ = false;
    Task next_;
    std::optional<FigureRequest> figure_;   // drawn again in another size
    Drawing shown_;
};

}   // namespace overfit::ui
