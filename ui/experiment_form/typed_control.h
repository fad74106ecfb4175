#pragma once

#include "ui/experiment_form/field_control.h"

#include <optional>

namespace overfit::ui {

/// What all controls with free text share: the text is read at every key; one that can't be read stays, with its reason, and
/// the last good value goes on to count. Leaving the control writes a good value in its usual form ("5000" becomes "5,000").
/// A text that reads as a value is undone with all other edits of the form; only one that doesn't is taken back key by key.
class TypedControl : public FieldControl {
    Q_OBJECT
public:
    using FieldControl::FieldControl;

    void present(const FieldValue& value, Typed typed) override;

protected:
    void adopt(QWidget* widget);
    bool eventFilter(QObject* watched, QEvent* event) override;

    virtual QString text() const = 0;
    virtual void showText(const QString& text) = 0;

    /// To be called at every change of the text by the person.
    void read();

    /// To be called when the person has finished.
    void tidy();

    /// Whether the text stands for value(); else that is the last good one.
    bool isReadable() const { return readable_; }

    /// The last value that could be read or was presented.
    FieldValue value() const { return value_.value_or(FieldValue()); }

private:
    std::optional<FieldValue> value_;   // nothing before the first present()
    bool readable_ = true;              // whether the text stands for value_
};

}   // namespace overfit::ui
