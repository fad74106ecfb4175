#pragma once

#include "ui/experiment_form/field_control.h"

class QLabel;
class QPushButton;

namespace overfit::ui {

class FormModel;
class NoteLabel;
class RevertButton;

/// One field of the form: label, control, revert button; below them what explains the value, and what is wrong with it.
/// A thin bar at the left marks a value that is not the default.
class FieldRow : public QWidget {
    Q_OBJECT
public:
    /// How label and control share the width; all rows of a part of the form take the same.
    enum class Columns { Even, WideControl };

    explicit FieldRow(const Field& field, Columns columns, QWidget* parent = nullptr);

    const Field& field() const { return control_->field(); }

    /// Shows what the model says of the field; hides the row where the field does not apply.
    void refresh(const FormModel& model, Typed typed);

    void takeFocus();

    /// A button below the row's problem that helps out of it; empty: none.
    void setOffer(const QString& text);

Q_SIGNALS:
    void edited(const overfit::FieldValue& value);
    void rejected(const QString& message);
    void revertRequested();
    void offerTaken();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void describe(const QString& problem);
    void setChanged(bool changed, const QString& defaultText);

    QLabel* label_;
    FieldControl* control_;
    RevertButton* revert_;
    NoteLabel* problem_;
    QPushButton* offer_ = nullptr;   // made when there is one
    bool changed_ = false;
};

}   // namespace overfit::ui
