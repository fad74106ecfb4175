#pragma once

#include <QListView>

namespace overfit::ui {

class RunRowDelegate;

/// The runs as cards of two lines, grouped under headings.
class RunListView : public QListView {
    Q_OBJECT
public:
    explicit RunListView(QWidget* parent = nullptr);

    /// The headings, too, after words by which runs are grouped have changed.
    void layOutAgain() { scheduleDelayedItemsLayout(); }

protected:
    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>& roles) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    RunRowDelegate* delegate_;
};

}   // namespace overfit::ui
