#pragma once

#include "core/config/field_table.h"

#include <QWidget>

namespace overfit::ui {

/// Whether a text that could not be read stays when a value is presented.
enum class Typed { Keep, Drop };

/// What stands in the right column of a field's row: one small class per kind of control. It turns what a person does into
/// values, and never changes what is being typed.
class FieldControl : public QWidget {
    Q_OBJECT
public:
    explicit FieldControl(const Field& field, QWidget* parent = nullptr);

    const Field& field() const { return field_; }

    /// Shows the value. Text that already reads as it stays as it was typed, with its cursor.
    virtual void present(const FieldValue& value, Typed typed) = 0;

    /// Notes and units that depend on other fields.
    virtual void updateContext(const ExperimentConfig&) {}

    /// What takes the keyboard.
    virtual QWidget* focusTarget() const = 0;

    /// What stands below the row in its full width: an explanation, a slider, a curve. May be null.
    virtual QWidget* below() const { return nullptr; }

    /// For assistive technology: what the row's label, note and problem say.
    virtual void setDescription(const QString& description);

Q_SIGNALS:
    void edited(const overfit::FieldValue& value);
    void rejected(const QString& message);   // what was typed is not a value of the field; why

protected:
    QString label() const { return QString::fromStdString(field_.label); }

    /// Puts the widget into the right column and gives it name and help.
    void adopt(QWidget* widget);

private:
    const Field& field_;   // of field_table(): lives as long as the program
};

/// The control that fits the field's kind, or the special one of its path.
FieldControl* makeControl(const Field& field, QWidget* parent);

}   // namespace overfit::ui
