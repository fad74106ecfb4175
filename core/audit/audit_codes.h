#pragma once

#include <span>
#include <string_view>

namespace overfit {

/// What a finding's code means, for people; how grave it is stands at the finding.
struct AuditCode {
    std::string_view code;      // as in Finding::code
    std::string_view meaning;   // one sentence
};

/// Every code that the audit can give, in the order in which a run meets them.
std::span<const AuditCode> audit_codes();

}   // namespace overfit
