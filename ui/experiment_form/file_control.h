#pragma once

#include "ui/experiment_form/text_control.h"

namespace overfit::ui {

/// The path of a file that is read: typed, or chosen in a dialog.
class FileControl : public TextControl {
    Q_OBJECT
public:
    explicit FileControl(const Field& field, QWidget* parent = nullptr);

private:
    void choose();
};

}   // namespace overfit::ui
