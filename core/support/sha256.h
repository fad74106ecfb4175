#pragma once

#include "core/support/digest.h"

#include <filesystem>

namespace overfit {

/// SHA-256: 32 bytes, 64 hexadecimal digits.
class Sha256 : public Digest {
public:
    Sha256() : Digest(DigestKind::Sha256) {}
};

std::string sha256_hex(std::span<const std::byte> bytes);

/// Reads the file in pieces. Throws Error when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}   // namespace overfit
