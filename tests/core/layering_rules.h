#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace overfit::layering {

/// What the files of one folder may include of this project, besides their own folder.
struct Room {
    std::string_view folder;                  // "core/runs", or a file without its ending; the longest that fits counts
    std::vector<std::string_view> includes;   // folders, or single headers that a room shares with others
};

/// The arrows, in the order of the data flow. A folder that is not listed is an error: a new room gets its line here.
inline const std::vector<Room>& rooms() {
    static const std::vector<Room> table{
        {"core/support", {}},
        {"core/config", {"core/support"}},
        {"core/data", {"core/support", "core/config"}},
        {"core/fetch", {"core/support", "core/config", "core/data"}},
        {"core/corruption", {"core/support", "core/config", "core/data"}},
        {"core/audit", {"core/support", "core/config", "core/corruption", "core/data/label_hash.h"}},
        {"core/runs",
         {"core/support", "core/config", "core/audit/finding.h", "core/experiment/observer.h", "core/experiment/reports.h"}},
        {"core/analysis", {"core/support", "core/config", "core/data", "core/runs", "core/experiment/reports.h"}},
        {"core/exports", {"core/support", "core/config", "core/runs", "core/analysis", "core/experiment/reports.h"}},
        {"core/comparison",
         {"core/support", "core/config", "core/runs", "core/analysis", "core/exports", "core/experiment/reports.h"}},
        {"core/experiment",
         {"core/support", "core/config", "core/data", "core/corruption", "core/audit", "core/runs", "core/analysis"}},
        {"core/benchmark",
         {"core/support", "core/config", "core/data", "core/experiment/engine.h", "core/experiment/observer.h",
          "core/experiment/reports.h", "core/experiment/prepared_experiment.h", "core/experiment/machine_check.h",
          "core/experiment/memory_check.h"}},
        {"core/engine/kernels", {"core/engine/torch_headers.h"}},
        {"core/engine/cuda", {"core/support", "core/engine/kernels", "core/engine/torch_headers.h"}},
        {"core/engine/models",
         {"core/support", "core/config", "core/data/dataset.h", "core/engine/kernels", "core/engine/torch_headers.h"}},
        {"core/engine/tensors",
         {"core/support", "core/config", "core/data", "core/corruption", "core/experiment/prepared_experiment.h",
          "core/engine/torch_headers.h"}},
        {"core/engine/training",
         {"core/support", "core/config", "core/data", "core/corruption", "core/audit", "core/experiment/engine.h",
          "core/experiment/observer.h", "core/experiment/reports.h", "core/experiment/prepared_experiment.h",
          "core/engine/cuda", "core/engine/kernels", "core/engine/tensors", "core/engine/models",
          "core/engine/torch_headers.h"}},
        {"core/engine",
         {"core/support", "core/config", "core/data", "core/audit", "core/experiment"}},   // and its own rooms
        {"ui/worker", {"core"}},
        {"ui/charts", {"core"}},
        {"ui/curves", {"core", "ui/charts"}},
        {"ui/experiment_form", {"core", "ui/settings/plain_tool_tip.h"}},
        {"ui/settings", {"core", "ui/experiment_form/note_label.h", "ui/worker/background.h"}},
        {"ui/preview",
         {"core", "ui/experiment_form/form_style.h", "ui/experiment_form/note_label.h", "ui/settings/plain_tool_tip.h",
          "ui/worker/background.h"}},
        {"ui/data",
         {"core", "ui/experiment_form/form_style.h", "ui/experiment_form/note_label.h", "ui/worker/background.h"}},
        {"ui/exports", {"core", "ui/charts", "ui/curves", "ui/worker/background.h"}},
        {"ui/live", {"core", "ui/charts", "ui/curves", "ui/exports"}},
        {"ui/compare",
         {"core", "ui/charts", "ui/curves", "ui/exports", "ui/settings/plain_tool_tip.h", "ui/worker/background.h"}},
        {"ui/library",
         {"core", "ui/charts", "ui/settings/action_tip.h", "ui/settings/plain_tool_tip.h", "ui/worker/background.h"}},
        {"ui/desktop", {"core", "ui/worker", "ui/settings"}},
        {"ui/queue", {"core", "ui/worker", "ui/settings", "ui/charts", "ui/library"}},
        {"ui/session", {"core", "ui/worker", "ui/curves", "ui/library", "ui/experiment_form/form_facts.h"}},
        {"ui/quick_start", {"core", "ui/worker", "ui/settings", "ui/preview", "ui/session"}},
        {"ui/help", {"core", "ui/settings", "ui/worker/background.h"}},
        {"ui/main_window", {"core", "ui"}},
        {"app", {"core"}},   // the terminal program, and from here on what only the window needs
        {"app/gui_main", {"core", "ui", "app"}},
        {"app/gui_arguments", {"core", "ui", "app"}},
        {"app/display_check", {"core", "ui", "app"}},
        {"app/startup_clock", {"core", "ui", "app"}},
        {"tests", {"core", "ui", "app"}},
    };
    return table;
}

/// The headers of a library, by how their names begin, and the only folders whose files may include them.
struct ForeignLibrary {
    std::string_view name;
    std::vector<std::string_view> prefixes;
    std::vector<std::string_view> allowed_in;   // folders or single files
};

inline const std::vector<ForeignLibrary>& foreign_libraries() {
    static const std::vector<ForeignLibrary> table{
        {"Qt Charts",
         {"QtCharts", "QChart", "QAbstractSeries", "QAbstractAxis", "QXYSeries", "QLineSeries", "QScatterSeries",
          "QSplineSeries", "QAreaSeries", "QBarSeries", "QValueAxis", "QLogValueAxis", "QCategoryAxis", "QBarCategoryAxis",
          "QLegend"},
         {"ui/charts", "tests/ui/charts"}},
        {"Qt DBus", {"QDBus", "QtDBus"}, {"ui/desktop", "tests/ui/desktop"}},
        {"Qt",
         {"Qt", "QA", "QB", "QC", "QD", "QE", "QF", "QG", "QH", "QI", "QJ", "QK",
          "QL", "QM", "QN", "QO", "QP", "QR", "QS", "QT", "QU", "QV", "QW", "QX"},
         {"ui", "app/gui_main", "app/gui_arguments", "app/display_check", "app/startup_clock", "tests"}},
        {"CUDA",
         {"ATen/cuda/", "c10/cuda/", "cuda"},
         {"core/engine/cuda/cuda_graphs", "core/engine/cuda/cuda_kernels", "tests/engine"}},
        {"Torch", {"torch/", "ATen/", "c10/", "caffe2/"}, {"core/engine", "tests/engine", "tests/benchmarks"}},
        {"the engine", {"core/engine/"}, {"core/engine", "tests/engine", "tests/benchmarks"}},
    };
    return table;
}

/// What one line of source includes: `core/x.h` of #include "core/x.h" or <core/x.h>; nothing for other lines.
inline std::optional<std::string_view> included_by(std::string_view line) {
    const auto skip_blanks = [&line] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
    skip_blanks();
    if (!line.starts_with('#')) return std::nullopt;
    line.remove_prefix(1);
    skip_blanks();
    if (!line.starts_with("include")) return std::nullopt;
    line.remove_prefix(std::string_view("include").size());
    skip_blanks();
    if (line.empty() || (line.front() != '"' && line.front() != '<')) return std::nullopt;
    const char closing = line.front() == '"' ? '"' : '>';
    line.remove_prefix(1);
    const auto end = line.find(closing);
    if (end == std::string_view::npos) return std::nullopt;
    return line.substr(0, end);
}

/// Whether `file` is `place`, lies in the folder `place`, or is the header or source of the name `place`.
inline bool lies_in(std::string_view file, std::string_view place) {
    if (!file.starts_with(place)) return false;
    return file.size() == place.size() || file[place.size()] == '/' || file[place.size()] == '.';
}

inline const Room* room_of(std::string_view file) {
    const Room* best = nullptr;
    for (const Room& room : rooms()) {
        if (lies_in(file, room.folder) && (best == nullptr || room.folder.size() > best->folder.size())) best = &room;
    }
    return best;
}

/// Why `file` must not include `header`; empty when it may. Paths are relative to the root.
inline std::string violation(std::string_view file, std::string_view header) {
    const auto in_any = [](std::string_view path, const std::vector<std::string_view>& places) {
        return std::any_of(places.begin(), places.end(), [path](std::string_view place) { return lies_in(path, place); });
    };
    const auto tell = [&](std::string_view why) {
        return std::string(file) + " includes " + std::string(header) + ": " + std::string(why);
    };
    for (const ForeignLibrary& library : foreign_libraries()) {
        const bool is_of_it = std::any_of(library.prefixes.begin(), library.prefixes.end(),
                                          [header](std::string_view prefix) { return header.starts_with(prefix); });
        if (!is_of_it) continue;
        if (!in_any(file, library.allowed_in)) return tell(std::string(library.name) + " is not for this folder");
        break;   // the first library that knows the header decides: Qt Charts is stricter than Qt
    }
    static constexpr std::array own_folders{std::string_view("core"), std::string_view("ui"), std::string_view("app"),
                                            std::string_view("tests")};
    const bool is_ours = std::any_of(own_folders.begin(), own_folders.end(),
                                     [header](std::string_view folder) { return lies_in(header, folder); });
    if (!is_ours) return {};
    const Room* room = room_of(file);
    if (room == nullptr) return tell("its folder has no line in tests/core/layering_rules.h");
    if (lies_in(header, room->folder) || in_any(header, room->includes)) return {};
    return tell("the arrows do not point that way (" + std::string(room->folder) + ")");
}

}   // namespace overfit::layering
