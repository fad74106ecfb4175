#include "ui/main_window/config_history.h"

#include "core/config/field_table.h"
#include "ui/experiment_form/experiment_form.h"

#include <QDateTime>
#include <QScopedValueRollback>
#include <QUndoCommand>
#include <algorithm>
#include <optional>
#include <utility>

namespace overfit::ui {

namespace {

constexpr qint64 mergeMilliseconds = 1000;

/// The one field in which two configurations differ, apart from a name that tells of it; null when there are several.
const Field* changedField(const ExperimentConfig& before, const ExperimentConfig& after) {
    const Field* changed = nullptr;
    for (const Field& field : field_table()) {
        if (field.get(before) == field.get(after)) continue;
        if (changed && changed->path != "name") return nullptr;
        changed = &field;
    }
    return changed;
}

std::ptrdiff_t countOfChanges(const ExperimentConfig& before, const ExperimentConfig& after) {
    return std::ranges::count_if(field_table(), [&](const Field& field) { return field.get(before) != field.get(after); });
}

class ConfigChange : public QUndoCommand {
public:
    ConfigChange(std::function<void(const ExperimentConfig&)> apply, ExperimentConfig before, ExperimentConfig after)
        : apply_(std::move(apply)),
          before_(std::move(before)),
          after_(std::move(after)),
          field_(changedField(before_, after_)) {
        setText(field_ ? QString::fromStdString(field_->label)
                       : ConfigHistory::tr("%1 settings").arg(countOfChanges(before_, after_)));
    }

    void undo() override { apply_(before_); }
    void redo() override { apply_(after_); }

    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const ConfigChange*>(other);
        if (!field_ || next->field_ != field_ || next->time_ - time_ > mergeMilliseconds) return false;
        after_ = next->after_;
        time_ = next->time_;
        setObsolete(after_ == before_);   // typed and taken back: nothing to undo
        return true;
    }

private:
    std::function<void(const ExperimentConfig&)> apply_;
    ExperimentConfig before_, after_;
    const Field* field_;
    qint64 time_ = QDateTime::currentMSecsSinceEpoch();
};

class Deed : public QUndoCommand {
public:
    Deed(const QString& what, std::function<void()> undo, std::function<void()> redo)
        : QUndoCommand(what), undo_(std::move(undo)), redo_(std::move(redo)) {}

    void undo() override {
        undo_();
        undone_ = true;
        setObsolete(!redo_);   // leaves the stack
    }

    /// The stack calls it when the deed comes to it, done already.
    void redo() override {
        if (undone_) redo_();
        undone_ = false;
    }

private:
    std::function<void()> undo_, redo_;
    bool undone_ = false;
};

}   // namespace

ConfigHistory::ConfigHistory(ExperimentForm& form, QObject* parent) : QObject(parent), form_(form), last_(form.config()) {
    stack_.setUndoLimit(200);
    connect(&form, &ExperimentForm::configChanged, this, &ConfigHistory::record);
    connect(&stack_, &QUndoStack::indexChanged, this, &ConfigHistory::follow);
}

// The stack tells of its emptying at its end, when its commands are gone.
ConfigHistory::~ConfigHistory() { stack_.disconnect(this); }

void ConfigHistory::addDone(const QString& what, std::function<void()> undo, std::function<void()> redo) {
    stack_.push(new Deed(what, std::move(undo), std::move(redo)));
}

void ConfigHistory::follow(int index) {
    const int before = std::exchange(index_, index);
    const QString undone = std::exchange(newest_, stack_.undoText());
    if (index < before) Q_EMIT undid(undone);
}

void ConfigHistory::forget() {
    index_ = 0;
    stack_.clear();
    last_ = form_.config();
}

void ConfigHistory::forgetUndone() {
    if (!stack_.canRedo()) return;   // a full stack would drop its oldest for what comes now
    // The stack forgets when something new comes. This leaves it again, and nobody undid it.
    stack_.push(new Deed({}, [] {}, {}));
    index_ = 0;
    stack_.undo();
}

void ConfigHistory::record() {
    const ExperimentConfig before = last_;
    last_ = form_.config();
    if (replaying_ || before == last_) return;
    const auto apply = [this](const ExperimentConfig& config) {
        const QScopedValueRollback replaying(replaying_, true);
        if (!(form_.config() == config)) form_.setConfig(config);
        last_ = config;
    };
    index_ = 0;   // what is typed and taken back goes from the stack by itself: nobody undid it
    stack_.push(new ConfigChange(apply, before, last_));
}

}   // namespace overfit::ui
