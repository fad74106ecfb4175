#pragma once

#include <QLayout>
#include <vector>

namespace overfit::ui {

/// Lays widgets out like words: from left to right, in as many rows as the width asks for, each row centred vertically.
class FlowLayout : public QLayout {
public:
    explicit FlowLayout(QWidget* parent = nullptr, int horizontalGap = 12, int verticalGap = 2);
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    enum class Pass { Measure, Place };
    int layOut(const QRect& rect, Pass pass) const;

    std::vector<QLayoutItem*> items_;
    int horizontalGap_, verticalGap_;
};

}   // namespace overfit::ui
