#pragma once

#include <QWidget>

namespace overfit::ui {

/// What stands here before the first run: what will be here, and the action that fills it.
class EmptyLive : public QWidget {
    Q_OBJECT
public:
    explicit EmptyLive(QWidget* parent = nullptr);

Q_SIGNALS:
    void quickStartRequested();
};

}   // namespace overfit::ui
