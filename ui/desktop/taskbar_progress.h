#pragma once

#include <optional>

namespace overfit::ui {

/// A bar on the program's entry in the task bar (com.canonical.Unity.LauncherEntry, as KDE, Ubuntu and others show it).
class TaskbarProgress {
public:
    /// share: 0..1; nothing takes the bar away. Told on when it changed by a percent.
    void show(std::optional<double> share);

private:
    int percent_ = -1;   // -1: no bar
};

}   // namespace overfit::ui
