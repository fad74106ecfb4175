#pragma once

#include <QFrame>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;

namespace overfit::ui {

/// A sentence above the queue with what can be done about it: "Removed one experiment. Undo".
class QueueNotice : public QFrame {
    Q_OBJECT
public:
    /// Pressing it hides the notice and then calls the function.
    struct Choice {
        QString text;
        std::function<void()> chosen;
    };

    explicit QueueNotice(QWidget* parent = nullptr);

    void tell(const QString& text, std::vector<Choice> choices);
    void dismiss();
    bool isTelling() const { return telling_; }

Q_SIGNALS:
    void dismissed();

private:
    QLabel* words_;
    QHBoxLayout* buttons_;
    bool telling_ = false;
};

}   // namespace overfit::ui
