#pragma once

#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// What a finding's code means, for people; how grave it is stands at the finding.
struct AuditCode {
    std::string_view code;          // as in Finding::code
    std::string_view short_words;   // "labels not corrupted": for a line of marks
    std::string_view meaning;       // one sentence
};

/// Every code that the audit can give, in the order in which a run meets them.
std::span<const AuditCode> audit_codes();

/// A finding's code in a few words; one of another version with its hyphens as blanks.
std::string short_words_of(std::string_view code);

}   // namespace overfit
