#pragma once

#include <QFrame>
#include <QString>
#include <functional>
#include <vector>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace overfit::ui {

/// One line at the top of the centre: an error, a warning, a question. Never modal; training and the rest of the window go
/// on beneath it.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Note, Warning, Error };

    /// A button of the bar. Pressing it closes the bar and then calls the function.
    struct Choice {
        QString text;
        std::function<void()> chosen;
    };

    explicit MessageBar(QWidget* parent = nullptr);

    /// Replaces what the bar said, unless that is a question: then this waits for its end, once, however often it is told. A
    /// graver question goes before the one that is shown, which comes back; one as grave replaces it. Of a warning or an
    /// error the first choice gets the focus.
    void tell(Kind kind, const QString& text, std::vector<Choice> choices = {});
    void dismiss();                       // shows what waits
    void withdraw(const QString& text);   // these words are not true any more, whether shown or waiting
    QString text() const;

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;   // Escape closes

private:
    struct Message {
        Kind kind = Kind::Note;
        QString text;
        std::vector<Choice> choices;
        bool asks() const { return !choices.empty(); }
    };
    void show(Message message);
    void clear();
    void dress();

    QLabel* sign_;
    QLabel* words_;
    QHBoxLayout* buttons_;
    QToolButton* close_;
    Message shown_;                  // while the bar is shown
    std::vector<Message> waiting_;   // first come, first shown
};

}   // namespace overfit::ui
