#include "core/corruption/label_columns.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <array>
#include <cstring>
#include <fmt/format.h>

namespace overfit {

namespace {

constexpr std::string_view magic = "\x93NUMPY";

[[noreturn]] void refuse(const std::string& source, std::string problem) {
    throw UsageError({.where = source,
                      .problem = std::move(problem),
                      .remedy = "save whole numbers, N or N x columns: numpy.save(file, labels.astype(numpy.int64))"});
}

/// Kinds of whole numbers, little-endian.
struct IntegerKind {
    std::string_view name;   // as in numpy's header
    std::size_t bytes;
    bool is_signed;
};

constexpr std::array kinds{IntegerKind{"|i1", 1, true},  IntegerKind{"|u1", 1, false}, IntegerKind{"<i2", 2, true},
                           IntegerKind{"<u2", 2, false}, IntegerKind{"<i4", 4, true},  IntegerKind{"<u4", 4, false},
                           IntegerKind{"<i8", 8, true},  IntegerKind{"<u8", 8, false}};

struct Header {
    IntegerKind kind{};
    bool column_major = false;
    std::size_t rows = 0, columns = 1;
    std::size_t size = 0;   // of the header, in bytes
};

/// What follows "'key': " in {'descr': '<i8', 'fortran_order': False, 'shape': (50000,), }.
std::string_view value_of(std::string_view header, std::string_view key, const std::string& source) {
    const std::size_t found = header.find(fmt::format("'{}':", key));
    if (found == std::string_view::npos) refuse(source, fmt::format("expected '{}' in the array's header, found none", key));
    return trimmed(header.substr(found + key.size() + 3));
}

IntegerKind kind_of(std::string_view header, const std::string& source) {
    const std::string_view value = value_of(header, "descr", source);
    for (const IntegerKind& kind : kinds) {
        if (value.starts_with(fmt::format("'{}'", kind.name))) return kind;
    }
    if (value.starts_with("'|O")) {
        refuse(source, "holds Python objects, pickles that run code when they are opened; these are not read");
    }
    refuse(source, fmt::format("expected whole numbers, found an array of {}", value.substr(0, value.find(','))));
}

std::vector<std::size_t> shape_of(std::string_view header, const std::string& source) {
    std::string_view value = value_of(header, "shape", source);
    std::vector<std::size_t> shape;
    value = value.substr(0, value.find(')'));
    if (value.starts_with('(')) value.remove_prefix(1);
    while (!value.empty()) {
        const std::size_t comma = value.find(',');
        const std::string_view word = trimmed(value.substr(0, comma));
        const auto length = parse_unsigned(word);
        if (!word.empty() && (!length || *length > (std::uint64_t{1} << 40))) {
            refuse(source, fmt::format("expected a shape, found {}", excerpt(word)));
        }
        if (length) shape.push_back(*length);
        value.remove_prefix(comma == std::string_view::npos ? value.size() : comma + 1);
    }
    return shape;
}

Header header_of(std::string_view bytes, const std::string& source) {
    constexpr std::size_t before_length = 8;   // magic and version
    const std::size_t version = bytes.size() > magic.size() ? static_cast<unsigned char>(bytes[magic.size()]) : 0;
    const std::size_t length_bytes = version == 1 ? 2 : 4;
    if (version < 1 || version > 3 || bytes.size() < before_length + length_bytes) {
        refuse(source, "expected an array of format 1 to 3, found a file that is cut short or of another format");
    }
    std::size_t length = 0;
    for (std::size_t byte = length_bytes; byte-- > 0;) {
        length = length << 8 | static_cast<unsigned char>(bytes[before_length + byte]);
    }
    Header header;
    header.size = before_length + length_bytes + length;
    if (header.size > bytes.size()) refuse(source, "the array's header is cut short");
    const std::string_view text = bytes.substr(before_length + length_bytes, length);
    header.kind = kind_of(text, source);
    header.column_major = value_of(text, "fortran_order", source).starts_with("True");
    const std::vector<std::size_t> shape = shape_of(text, source);
    if (shape.empty() || shape.size() > 2) refuse(source, fmt::format("expected 1 or 2 dimensions, found {}", shape.size()));
    header.rows = shape[0];
    if (shape.size() == 2) header.columns = shape[1];
    return header;
}

std::int64_t number_at(const char* place, const IntegerKind& kind) {
    std::uint64_t value = 0;
    std::memcpy(&value, place, kind.bytes);   // little-endian, as this machine
    const std::size_t unused = 64 - 8 * kind.bytes;
    if (kind.is_signed) return static_cast<std::int64_t>(value << unused) >> unused;
    return static_cast<std::int64_t>(value);
}

}   // namespace

bool is_npy(std::string_view bytes) { return bytes.starts_with(magic); }

std::vector<std::int64_t> read_npy_column(std::string_view bytes, std::string_view column, const std::string& source) {
    const Header header = header_of(bytes, source);
    const std::string_view values = bytes.substr(header.size);
    const std::size_t cells = header.columns == 0 ? 0 : values.size() / header.kind.bytes / header.columns;
    if (header.columns == 0 || cells != header.rows || values.size() != header.rows * header.columns * header.kind.bytes) {
        refuse(source, fmt::format("expected {} x {} numbers of {} bytes, found {} bytes", header.rows, header.columns,
                                   header.kind.bytes, values.size()));
    }
    const std::size_t chosen = chosen_column(column, {}, header.columns, source);
    std::vector<std::int64_t> numbers;
    numbers.reserve(header.rows);
    for (std::size_t row = 0; row < header.rows; ++row) {
        const std::size_t cell = header.column_major ? chosen * header.rows + row : row * header.columns + chosen;
        numbers.push_back(number_at(values.data() + cell * header.kind.bytes, header.kind));
    }
    return numbers;
}

}   // namespace overfit
