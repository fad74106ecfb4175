#pragma once

#include <chrono>
#include <string>

namespace overfit {

using UtcTime = std::chrono::system_clock::time_point;

/// "2026-01-31T12:34:56.789Z": ISO 8601, so that texts sort as times do.
std::string iso_text(UtcTime time);

/// "20260131T123456Z": for names of files and folders.
std::string compact_text(UtcTime time);

/// For people: "26 Nov, 13:38" of an iso_text() in this machine's time zone, with the year unless it is this one. Another
/// text is given back as it is.
std::string short_local_time(const std::string& iso_text);

/// Seconds since 1970.
double unix_seconds(UtcTime time);

}   // namespace overfit
