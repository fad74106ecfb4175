#include "core/audit/finding.h"

#include <algorithm>
#include <array>

namespace overfit {

namespace {

constexpr std::array levels{FindingLevel::Note, FindingLevel::Warning, FindingLevel::Error};

}   // namespace

std::string_view level_name(FindingLevel level) {
    switch (level) {
        case FindingLevel::Note: return "note";
        case FindingLevel::Warning: return "warning";
        case FindingLevel::Error: return "error";
    }
    return "note";
}

std::optional<FindingLevel> parse_level(std::string_view name) {
    for (const FindingLevel level : levels) {
        if (level_name(level) == name) return level;
    }
    return std::nullopt;
}

bool AuditReport::has_error() const {
    return std::ranges::any_of(findings, [](const Finding& finding) { return finding.level == FindingLevel::Error; });
}

}   // namespace overfit
