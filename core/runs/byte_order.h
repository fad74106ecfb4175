#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace overfit {

/// Appends an unsigned integer, least significant byte first.
template <typename Integer>
void put_little_endian(std::string& bytes, Integer value) {
    static_assert(std::is_unsigned_v<Integer>);
    for (std::size_t i = 0; i < sizeof(Integer); ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

/// Reads one at `offset`, which must lie sizeof(Integer) before the end.
template <typename Integer>
Integer get_little_endian(std::string_view bytes, std::size_t offset = 0) {
    static_assert(std::is_unsigned_v<Integer>);
    Integer value = 0;
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
        value = static_cast<Integer>(
            value | static_cast<Integer>(static_cast<Integer>(static_cast<unsigned char>(bytes[offset + i])) << (8 * i)));
    }
    return value;
}

}   // namespace overfit
