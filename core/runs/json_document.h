#pragma once

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace overfit {

/// One value of a JSON document with its key and file, so that a wrong one is told as "file: key: expected, found".
/// Valid while the JsonDocument it came from lives.
class JsonValue {
public:
    JsonValue(const nlohmann::json& value, std::string key, const std::string& source)
        : value_(&value), key_(std::move(key)), source_(&source) {}

    JsonValue at(std::string_view key) const;                    // must be there; may be null
    std::optional<JsonValue> find(std::string_view key) const;   // nothing when absent or null
    std::vector<JsonValue> elements() const;
    std::vector<std::pair<std::string, JsonValue>> members() const;

    std::string text() const;
    bool boolean() const;
    double real() const;   // also "NaN", "Infinity", "-Infinity"
    std::int64_t integer(std::int64_t minimum = 0, std::int64_t maximum = std::numeric_limits<std::int64_t>::max()) const;
    std::uint64_t unsigned_integer() const;
    std::vector<std::string> texts() const;
    std::vector<std::int64_t> integers(std::int64_t minimum = 0) const;

    std::string text_of(std::string_view key) const;   // absent or null: empty
    std::int64_t integer_of(std::string_view key) const { return at(key).integer(); }

    /// Throws Error: this key, what was expected, what stands there.
    [[noreturn]] void refuse(std::string_view expected) const;

private:
    std::string key_of(std::string_view key) const;

    const nlohmann::json* value_;
    std::string key_;
    const std::string* source_;
};

/// A whole JSON document whose outermost value is an object, read strictly: no duplicate keys (nlohmann-json would keep the
/// last one silently), at most 64 levels, nothing behind the end.
class JsonDocument {
public:
    /// Throws Error (source, expected, found).
    JsonDocument(std::string_view text, std::string source);
    JsonDocument(const JsonDocument&) = delete;
    JsonDocument& operator=(const JsonDocument&) = delete;

    JsonValue root() const { return {root_, "", source_}; }
    const std::string& source() const { return source_; }

    /// Refuses a `format` that this version does not know, by name.
    void require_format(std::int64_t known) const;

private:
    std::string source_;
    nlohmann::json root_;
};

/// A number, or the text that stands for a non-finite one, as all files of a run folder write it.
nlohmann::ordered_json json_number(double value);

}   // namespace overfit
