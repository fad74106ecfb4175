#pragma once

#include "ui/experiment_form/typed_control.h"

class QComboBox;

namespace overfit::ui {

/// A line of text with a list of usual values: the device ("auto", "cpu", "cuda"; "cuda:1" is typed).
class SuggestionControl : public TypedControl {
    Q_OBJECT
public:
    SuggestionControl(const Field& field, const QStringList& suggestions, QWidget* parent = nullptr);

    QWidget* focusTarget() const override;

protected:
    QString text() const override;
    void showText(const QString& text) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QComboBox* combo_;
};

}   // namespace overfit::ui
