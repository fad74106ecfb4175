#include "core/support/error.h"

namespace overfit {

namespace {

std::string joined(const Error::Parts& parts) {
    std::string text = parts.where.empty() ? parts.problem : parts.where + ": " + parts.problem;
    if (!parts.remedy.empty()) text += "; " + parts.remedy;
    return text;
}

}   // namespace

Error::Error(Parts parts) : std::runtime_error(joined(parts)), parts_(std::move(parts)) {}

}   // namespace overfit
