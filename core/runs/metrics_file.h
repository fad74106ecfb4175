#pragma once

#include "core/experiment/reports.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace overfit {

/// One line of metrics.jsonl, without the newline. Non-finite numbers are the strings "NaN", "Infinity", "-Infinity"; what
/// does not apply is null.
std::string step_line(const StepReport& report);
std::string epoch_line(const EpochMetrics& metrics);
std::string resume_line(std::int64_t step);

/// All curves of a run, as metrics.jsonl tells them: lines after a resume replace earlier ones of later steps.
struct RunMetrics {
    std::vector<StepReport> steps;
    std::vector<EpochMetrics> epochs;
    std::string problem;   // empty, or what follows the last complete line: file, line, expected and found
};

/// Never throws for content: the complete lines before a cut or a broken line are kept and `problem` says what is wrong with
/// the rest. Throws Error only when the file cannot be read.
RunMetrics parse_metrics(std::string_view jsonl, const std::string& source);
RunMetrics read_metrics(const std::filesystem::path& run_folder);

}   // namespace overfit
