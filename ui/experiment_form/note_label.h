#pragma once

#include "ui/experiment_form/form_style.h"

#include <QLabel>

namespace overfit::ui {

/// Small wrapped plain text under a field: an explanation, or a problem with a sign before it, so that it is not told by
/// colour alone.
class NoteLabel : public QLabel {
    Q_OBJECT
public:
    explicit NoteLabel(Tone tone, QWidget* parent = nullptr);

    /// Hides the label when there is nothing to say.
    void setNote(const QString& text);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void recolour();

    Tone tone_;
};

}   // namespace overfit::ui
