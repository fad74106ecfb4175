#pragma once

#include "ui/preview/labelled_thumbnail.h"

#include <QWidget>
#include <vector>

namespace overfit::ui {

/// A row of labelled thumbnails.
class ExampleStrip : public QWidget {
    Q_OBJECT
public:
    explicit ExampleStrip(QWidget* parent = nullptr);

    void setExamples(std::vector<LabelledThumbnail> examples);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<LabelledThumbnail> examples_;
};

}   // namespace overfit::ui
