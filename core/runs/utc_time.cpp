#include "core/runs/utc_time.h"

#include <cstdint>
#include <ctime>
#include <fmt/format.h>

namespace overfit {

namespace {

std::tm broken_down(UtcTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return parts;
}

}   // namespace

std::string iso_text(UtcTime time) {
    const std::tm t = broken_down(time);
    const auto since = time.time_since_epoch();
    const auto milliseconds =
        std::chrono::floor<std::chrono::milliseconds>(since - std::chrono::floor<std::chrono::seconds>(since));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour,
                       t.tm_min, t.tm_sec, milliseconds.count());
}

std::string compact_text(UtcTime time) {
    const std::tm t = broken_down(time);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour, t.tm_min,
                       t.tm_sec);
}

double unix_seconds(UtcTime time) { return std::chrono::duration<double>(time.time_since_epoch()).count(); }

}   // namespace overfit
