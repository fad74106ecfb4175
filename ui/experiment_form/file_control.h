#pragma once

#include "ui/experiment_form/text_control.h"

#include <optional>

namespace overfit::ui {

/// The path of a file or a folder that is read: typed, or chosen in a dialog.
class FileControl : public TextControl {
    Q_OBJECT
public:
    enum class Kind { File, Folder };

    /// Nothing: the field is no path.
    static std::optional<Kind> kindOf(const Field& field);

    FileControl(const Field& field, Kind kind, QWidget* parent = nullptr);

private:
    void choose();

    Kind kind_;
};

}   // namespace overfit::ui
