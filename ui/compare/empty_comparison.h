#pragma once

#include <QWidget>

class QLabel;

namespace overfit::ui {

/// What the comparison shows while there are fewer than two runs: what will be here, and how it is filled.
class EmptyComparison : public QWidget {
    Q_OBJECT
public:
    explicit EmptyComparison(QWidget* parent = nullptr);

    void setChosen(std::size_t runs);   // 0 or 1

Q_SIGNALS:
    void chooseRequested();
    void quickStartRequested();

private:
    QLabel* words_;
};

}   // namespace overfit::ui
