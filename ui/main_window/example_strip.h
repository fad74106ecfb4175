#pragma once

#include "ui/main_window/quick_start.h"

#include <QWidget>

namespace overfit::ui {

/// A row of small images, each with a label under it.
class ExampleStrip : public QWidget {
    Q_OBJECT
public:
    enum class Labels { True, Given };

    ExampleStrip(Labels labels, QWidget* parent = nullptr);

    void setExamples(std::vector<ExampleImage> examples);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Labels labels_;
    std::vector<ExampleImage> examples_;
};

}   // namespace overfit::ui
