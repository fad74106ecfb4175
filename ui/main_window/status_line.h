#pragma once

#include <QStatusBar>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;

namespace overfit::ui {

/// What the last action did, and the way back where there is one. Both go after a while, the offer only when neither pointer
/// nor keyboard is on it.
class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(QWidget* parent = nullptr);

    void tell(const QString& text);

    /// Takes these words back where they still stand: they are not true any more.
    void withdraw(const QString& text);

    /// undoText: what the button says ("Undo"); undo: called at most once, on a click, never after the offer is gone.
    void tell(const QString& text, const QString& undoText, std::function<void()> undo);

    QString text() const;   // empty once it is gone
    bool offersUndo() const { return undo_ != nullptr; }

    /// The words stay; the way back is another one now, or none.
    void withdrawOffer();

private:
    void undo();
    void expire();

    QLabel* words_;
    QPushButton* button_;
    QTimer expiry_;
    std::function<void()> undo_;
};

}   // namespace overfit::ui
