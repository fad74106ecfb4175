#include "core/support/sha256.h"

#include "core/support/error.h"

#include <fstream>
#include <vector>

namespace overfit {

std::string sha256_hex(std::span<const std::byte> bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.hex_digest();
}

std::string sha256_of_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    Sha256 hash;
    std::vector<char> buffer(std::size_t{1} << 20);
    while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
        hash.add(std::as_bytes(std::span(buffer.data(), static_cast<std::size_t>(stream.gcount()))));
    }
    if (!stream.eof())
        throw Error({.where = file.string(), .problem = "cannot be read", .remedy = "check that it is there and readable"});
    return hash.hex_digest();
}

}   // namespace overfit
