#include "core/data/label_hash.h"

namespace overfit {

void add_labels(Sha256& hash, std::span<const std::uint16_t> labels) {
    std::string bytes;
    bytes.reserve(2 * labels.size());
    for (const std::uint16_t label : labels) {
        bytes += static_cast<char>(label & 0xff);
        bytes += static_cast<char>(label >> 8);
    }
    hash.add(bytes);
}

std::string labels_sha256(std::span<const std::uint16_t> labels) {
    Sha256 hash;
    add_labels(hash, labels);
    return hash.hex_digest();
}

}   // namespace overfit
