#pragma once

#include <QObject>
#include <QString>

class QPushButton;
class QStatusBar;

namespace overfit::ui {

/// What the last action did, in the status bar, with a button that takes it back. Gone with the message; the action itself
/// stays in the menu.
class UndoOffer : public QObject {
    Q_OBJECT
public:
    explicit UndoOffer(QStatusBar& bar, QObject* parent = nullptr);

    void offer(const QString& text);

Q_SIGNALS:
    void accepted();

private:
    QStatusBar& bar_;
    QPushButton* button_;
    QString text_;
};

}   // namespace overfit::ui
