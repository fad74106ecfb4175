#pragma once

#include "core/runs/append_file.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace overfit {

/// CRC-32C (Castagnoli), as TensorBoard's records have it.
std::uint32_t crc32c(std::string_view bytes);

/// Values of one moment, by tag.
using Scalars = std::vector<std::pair<std::string, double>>;

/// What TensorBoard's HPARAMS tab shows of a run.
using HyperParameters = std::map<std::string, std::variant<bool, double, std::string>>;

enum class SessionStatus { Success = 1, Failure = 2 };

// One record each, ready to append: length, masked CRC of it, event, masked CRC of it. wall_time: seconds since 1970.
std::string file_version_record(double wall_time);
std::string scalars_record(double wall_time, std::int64_t step, const Scalars& scalars);
std::string resume_record(double wall_time, std::int64_t step);   // readers drop events after `step` of earlier files
std::string session_start_record(double wall_time, const HyperParameters& parameters);
std::string session_end_record(double wall_time, SessionStatus status);

/// Makes a new events file in the folder, whose name sorts behind all that are there: a reader never returns to an earlier
/// file, and nothing is ever appended behind a torn record. Throws Error when it cannot be written.
std::unique_ptr<AppendFile> new_events_file(const std::filesystem::path& run_folder, double wall_time);

}   // namespace overfit
