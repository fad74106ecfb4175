#pragma once

#include "core/config/experiment_config.h"

#include <QElapsedTimer>
#include <QObject>
#include <QUndoStack>

namespace overfit::ui {

class ExperimentForm;

/// Undo and redo of what was changed in the form. Quick changes after one another (typing a number, dragging the slider)
/// are one step.
class ConfigHistory : public QObject {
    Q_OBJECT
public:
    explicit ConfigHistory(ExperimentForm& form, QObject* parent = nullptr);   // form: outlives the history

    QUndoStack& stack() { return stack_; }
    void forget();   // what is in the form now is where undo ends

private:
    void record();

    ExperimentForm& form_;
    QUndoStack stack_;
    ExperimentConfig last_;
    bool replaying_ = false;
};

}   // namespace overfit::ui
