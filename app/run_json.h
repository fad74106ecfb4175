#pragma once

#include "core/audit/finding.h"
#include "core/runs/run_store.h"

#include <nlohmann/json.hpp>
#include <span>

namespace overfit::cli {

/// run.json as it is, with `folder`, the status as it shows (interrupted) and the user's name and tags; a folder that cannot
/// be read has only `folder` and `problem`.
nlohmann::ordered_json run_as_json(const RunListing& run);

/// Objects {level, code, message}, as in run.json.
nlohmann::ordered_json findings_as_json(std::span<const Finding> findings);

/// Indented, with a newline at the end. Text that is no UTF-8 (a folder's name) is shown with replacement characters.
std::string json_text(const nlohmann::ordered_json& document);

}   // namespace overfit::cli
