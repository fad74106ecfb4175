#pragma once

#include "core/config/experiment_config.h"

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>
#include <functional>

namespace overfit::ui {

class ExperimentForm;

/// Undo and redo of what was changed in the form, and undo of what was done elsewhere, in the order in which it happened.
/// Quick changes after one another (typing a number, dragging the slider) are one step.
class ConfigHistory : public QObject {
    Q_OBJECT
public:
    explicit ConfigHistory(ExperimentForm& form, QObject* parent = nullptr);   // form: outlives the history
    ~ConfigHistory() override;

    QUndoStack& stack() { return stack_; }
    void forget();   // what is in the form now is where undo ends

    /// what: "moving a run to the trash". Done already. redo: empty when it cannot be done again.
    void addDone(const QString& what, std::function<void()> undo, std::function<void()> redo);

    /// Something was done that has no way back and that ends what was undone before: that can't be done again.
    void forgetUndone();

Q_SIGNALS:
    void undid(const QString& what);

private:
    void follow(int index);
    void record();

    ExperimentForm& form_;
    QUndoStack stack_;
    ExperimentConfig last_;
    bool replaying_ = false;
    int index_ = 0;    // of the stack, as it was last told
    QString newest_;   // what undo would take back then
};

}   // namespace overfit::ui
