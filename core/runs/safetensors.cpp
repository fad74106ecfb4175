#include "core/runs/safetensors.h"

#include "core/runs/byte_order.h"
#include "core/runs/json_document.h"
#include "core/support/error.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <set>

namespace overfit {

namespace {

constexpr std::uint64_t longest_header = 100'000'000;

struct ElementType {
    std::string_view name;
    std::uint64_t bytes;
};

constexpr std::array element_types{ElementType{"BOOL", 1},    ElementType{"U8", 1},      ElementType{"I8", 1},
                                   ElementType{"F8_E5M2", 1}, ElementType{"F8_E4M3", 1}, ElementType{"I16", 2},
                                   ElementType{"U16", 2},     ElementType{"F16", 2},     ElementType{"BF16", 2},
                                   ElementType{"I32", 4},     ElementType{"U32", 4},     ElementType{"F32", 4},
                                   ElementType{"F64", 8},     ElementType{"I64", 8},     ElementType{"U64", 8}};

std::uint64_t element_bytes(std::string_view dtype) {
    for (const ElementType& type : element_types) {
        if (type.name == dtype) return type.bytes;
    }
    return 0;
}

/// dtype x shape; nothing for an unknown dtype, a negative side or a product that does not fit.
std::optional<std::uint64_t> bytes_of(std::string_view dtype, const std::vector<std::int64_t>& shape) {
    std::uint64_t bytes = element_bytes(dtype);
    if (bytes == 0) return std::nullopt;
    for (const std::int64_t side : shape) {
        if (side < 0 || __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(side), &bytes)) return std::nullopt;
    }
    return bytes;
}

[[noreturn]] void fail(const std::string& source, std::string problem) {
    throw Error({.where = source, .problem = std::move(problem), .remedy = "the file is damaged or no safetensors file"});
}

std::string_view header_of(std::string_view bytes, const std::string& source) {
    if (bytes.size() < 8) fail(source, fmt::format("expected at least 8 bytes, found {}", bytes.size()));
    const auto length = get_little_endian<std::uint64_t>(bytes);
    if (length > longest_header)
        fail(source, fmt::format("expected a header of at most {} bytes, found {}", longest_header, length));
    if (length > bytes.size() - 8)
        fail(source, fmt::format("expected a header of {} bytes, found {}", length, bytes.size() - 8));
    const std::string_view header = bytes.substr(8, static_cast<std::size_t>(length));
    if (!header.starts_with('{')) fail(source, "expected a header that starts with {");
    return header;
}

/// One array of the header, before its bytes are looked at.
struct Place {
    NamedArray array;
    std::uint64_t begin = 0, end = 0;
};

Place place_of(const std::string& name, const JsonValue& json) {
    Place place;
    place.array.name = name;
    place.array.dtype = json.at("dtype").text();
    place.array.shape = json.at("shape").integers();
    const std::vector<std::int64_t> offsets = json.at("data_offsets").integers();
    if (offsets.size() != 2 || offsets[0] > offsets[1]) json.at("data_offsets").refuse("begin and end");
    place.begin = static_cast<std::uint64_t>(offsets[0]);
    place.end = static_cast<std::uint64_t>(offsets[1]);
    if (element_bytes(place.array.dtype) == 0) json.at("dtype").refuse("a type of safetensors (F32, I64, U8 ...)");
    const std::optional<std::uint64_t> bytes = bytes_of(place.array.dtype, place.array.shape);
    if (!bytes) json.at("shape").refuse("sides whose product fits");
    if (*bytes != place.end - place.begin) json.at("data_offsets").refuse(fmt::format("{} bytes (dtype x shape)", *bytes));
    return place;
}

}   // namespace

std::string encode_safetensors(std::span<const NamedArray> arrays, const std::map<std::string, std::string>& metadata) {
    std::vector<const NamedArray*> ordered;
    std::set<std::string_view> names;
    for (const NamedArray& array : arrays) {
        if (!names.insert(array.name).second || array.name == "__metadata__")
            fail(array.name, "expected each array's name once");
        if (bytes_of(array.dtype, array.shape) != array.bytes.size()) {
            fail(array.name, fmt::format("expected {} [{}] to fill its {} bytes", array.dtype, fmt::join(array.shape, ", "),
                                         array.bytes.size()));
        }
        ordered.push_back(&array);
    }
    std::stable_sort(ordered.begin(), ordered.end(), [](const NamedArray* left, const NamedArray* right) {
        return element_bytes(left->dtype) > element_bytes(right->dtype);
    });
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    if (!metadata.empty()) json["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const NamedArray* array : ordered) {
        json[array->name] = {
            {"dtype", array->dtype}, {"shape", array->shape}, {"data_offsets", {offset, offset + array->bytes.size()}}};
        offset += array->bytes.size();
    }
    std::string header = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    header.resize((header.size() + 7) / 8 * 8, ' ');
    std::string bytes;
    bytes.reserve(8 + header.size() + offset);
    put_little_endian(bytes, static_cast<std::uint64_t>(header.size()));
    bytes += header;
    for (const NamedArray* array : ordered)
        bytes.append(reinterpret_cast<const char*>(array->bytes.data()), array->bytes.size());
    return bytes;
}

SafeTensors decode_safetensors(std::string_view bytes, const std::string& source) {
    const std::string_view header = header_of(bytes, source);
    const std::string_view buffer = bytes.substr(8 + header.size());
    const JsonDocument document(header, source);
    SafeTensors file;
    std::vector<Place> places;
    for (const auto& [name, value] : document.root().members()) {
        if (name == "__metadata__") {
            for (const auto& [key, text] : value.members()) file.metadata[key] = text.text();
        } else {
            places.push_back(place_of(name, value));
        }
    }
    // An empty array begins where its neighbour does: compare the ends too.
    std::sort(places.begin(), places.end(), [](const Place& left, const Place& right) {
        return std::pair(left.begin, left.end) < std::pair(right.begin, right.end);
    });
    std::uint64_t expected = 0;
    for (Place& place : places) {
        const std::string& name = place.array.name;
        if (place.begin != expected) {
            fail(source, fmt::format("{}: expected its bytes to begin at {}, found {}", name, expected, place.begin));
        }
        if (place.end > buffer.size())
            fail(source, fmt::format("{}: expected {} bytes, found {}", name, place.end, buffer.size()));
        const std::span part = std::as_bytes(std::span(buffer.data() + place.begin, place.end - place.begin));
        place.array.bytes.assign(part.begin(), part.end());
        expected = place.end;
        file.arrays.push_back(std::move(place.array));
    }
    if (expected != buffer.size())
        fail(source, fmt::format("expected {} bytes of arrays, found {}", expected, buffer.size()));
    return file;
}

}   // namespace overfit
