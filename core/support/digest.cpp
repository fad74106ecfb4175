#include "core/support/digest.h"

#include <array>
#include <openssl/evp.h>

namespace overfit {

struct Digest::State {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Digest::Digest(DigestKind kind) : state_(std::make_unique<State>()) {
    EVP_DigestInit_ex(state_->context.get(), kind == DigestKind::Sha256 ? EVP_sha256() : EVP_md5(), nullptr);
}

Digest::~Digest() = default;
Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;

void Digest::add(std::span<const std::byte> bytes) { EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()); }

void Digest::add(std::string_view text) { add(std::as_bytes(std::span(text.data(), text.size()))); }

std::string Digest::digest() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(state_->context.get(), bytes.data(), &size);
    return {bytes.begin(), bytes.begin() + size};
}

std::string Digest::hex_digest() {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char character : digest()) {
        const auto byte = static_cast<unsigned char>(character);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

}   // namespace overfit
