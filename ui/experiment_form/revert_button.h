#pragma once

#include <QAbstractButton>

namespace overfit::ui {

/// A small arrow turning back: gives a field its default value again. Keeps its place in the row while hidden.
class RevertButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit RevertButton(QWidget* parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}   // namespace overfit::ui
