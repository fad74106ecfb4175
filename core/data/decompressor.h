#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace overfit {

/// Unpacks one packed stream, piece by piece.
class Decompressor {
public:
    struct Step {
        std::size_t eaten = 0;   // packed bytes used
        std::size_t given = 0;   // unpacked bytes made
        bool ended = false;      // the stream and its checksum are complete; another one may follow
        std::string damage;      // why it cannot go on; empty when it can
    };

    virtual ~Decompressor() = default;

    /// "gzip", for messages.
    virtual std::string_view format() const = 0;

    /// So many unpacked bytes can come of one packed byte, at most.
    virtual std::uint64_t most_growth() const = 0;

    virtual Step step(std::span<const std::uint8_t> packed, std::span<std::uint8_t> unpacked) = 0;

    /// Before another stream behind the first, as `cat a.gz b.gz` makes.
    virtual void restart() = 0;
};

/// By the ending of the name: ".gz", ".xz"; null for a file that is not packed.
std::unique_ptr<Decompressor> decompressor_for(const std::filesystem::path& file);

}   // namespace overfit
