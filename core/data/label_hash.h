#pragma once

#include "core/support/sha256.h"

#include <cstdint>
#include <span>
#include <string>

namespace overfit {

/// Adds labels as u16 little-endian.
void add_labels(Sha256& hash, std::span<const std::uint16_t> labels);

/// sha256 of labels as u16 little-endian: `audit.labels_sha256` of run.json.
std::string labels_sha256(std::span<const std::uint16_t> labels);

}   // namespace overfit
