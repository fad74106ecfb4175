#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// SHA-256 (OpenSSL), fed piece by piece.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);

    /// The digest as 64 lower-case hexadecimal digits. Ends the computation.
    std::string hex_digest();

    /// The digest as 32 bytes. Ends the computation.
    std::string digest();

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256_hex(std::span<const std::byte> bytes);

/// Reads the file in pieces. Throws Error when it cannot be read.
std::string sha256_of_file(const std::filesystem::path& file);

}   // namespace overfit
