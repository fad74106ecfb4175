#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// Md5 only recognises files whose publisher gives nothing better; it proves nothing against somebody who wants to deceive.
enum class DigestKind { Sha256, Md5 };

/// A hash of bytes that are fed piece by piece (OpenSSL).
class Digest {
public:
    explicit Digest(DigestKind kind);
    ~Digest();
    Digest(Digest&&) noexcept;
    Digest& operator=(Digest&&) noexcept;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);

    /// The digest as lower-case hexadecimal digits. Ends the computation.
    std::string hex_digest();

    /// The digest as bytes. Ends the computation.
    std::string digest();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}   // namespace overfit
