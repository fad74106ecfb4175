#include "core/runs/utc_time.h"

#include <array>
#include <cstdint>
#include <cstdio>
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

std::string short_local_time(const std::string& iso_text) {
    std::tm utc{};
    const bool parsed = std::sscanf(iso_text.c_str(), "%4d-%2d-%2dT%2d:%2d", &utc.tm_year, &utc.tm_mon, &utc.tm_mday,
                                    &utc.tm_hour, &utc.tm_min) == 5;
    const bool exists = utc.tm_mon >= 1 && utc.tm_mon <= 12 && utc.tm_mday >= 1 && utc.tm_mday <= 31 && utc.tm_hour >= 0 &&
                        utc.tm_hour < 24 && utc.tm_min >= 0 && utc.tm_min < 60;
    if (!parsed || !exists || !iso_text.ends_with('Z')) return iso_text;
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    const std::time_t seconds = timegm(&utc), now = std::time(nullptr);
    std::tm local{}, today{};
    localtime_r(&seconds, &local);
    localtime_r(&now, &today);
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string year = local.tm_year == today.tm_year ? "" : fmt::format(" {}", local.tm_year + 1900);
    return fmt::format("{} {}{}, {:02}:{:02}", local.tm_mday, months[static_cast<std::size_t>(local.tm_mon)], year,
                       local.tm_hour, local.tm_min);
}

double unix_seconds(UtcTime time) { return std::chrono::duration<double>(time.time_since_epoch()).count(); }

}   // namespace overfit
