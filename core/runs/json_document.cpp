#include "core/runs/json_document.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <cmath>
#include <fmt/format.h>
#include <set>

namespace overfit {

namespace {

[[noreturn]] void fail(const std::string& source, std::string problem, std::string remedy = "") {
    throw Error({.where = source, .problem = std::move(problem), .remedy = std::move(remedy)});
}

/// Refuses what the parser itself would let pass: a key that stands twice, and endless nesting.
class StrictParsing {
public:
    explicit StrictParsing(const std::string& source) : source_(source) {}

    bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (depth > 64) fail(source_, "expected at most 64 nested levels, found more");
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end) keys_.pop_back();
        if (event == Event::key && !keys_.back().insert(parsed.get<std::string>()).second) {
            fail(source_, fmt::format("expected each key once, found \"{}\" twice", parsed.get<std::string>()));
        }
        return true;
    }

private:
    const std::string& source_;
    std::vector<std::set<std::string>> keys_;
};

std::string as_found(const nlohmann::json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    if (value.is_null()) return "null";
    // The replacing handler: a foreign file may hold bytes that are no UTF-8.
    std::string text = value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() > 60) text = text.substr(0, 57) + "...";
    return text;
}

}   // namespace

JsonDocument::JsonDocument(std::string_view text, std::string source) : source_(std::move(source)) {
    try {
        // Parenthesised, since braces would wrap the object into a list.
        root_ = nlohmann::json::parse(text.begin(), text.end(),
                                      [strict = StrictParsing(source_)](int depth, auto event, auto& parsed) mutable {
                                          return strict(depth, event, parsed);
                                      });
    } catch (const nlohmann::json::parse_error& bad) {
        fail(source_, fmt::format("expected JSON, found something else at byte {} of {}", bad.byte, text.size()),
             "the file is damaged or cut short");
    } catch (const nlohmann::json::exception&) {
        fail(source_, "expected JSON, found a number out of range", "the file is damaged");
    }
    if (!root_.is_object()) root().refuse("an object");
}

void JsonDocument::require_format(std::int64_t known) const {
    const std::int64_t format = root().at("format").integer(1);
    if (format <= known) return;
    fail(source_, fmt::format("format: expected at most {}, found {}", known, format),
         "it was written by a newer Overfit Workbench; open it with that");
}

std::string JsonValue::key_of(std::string_view key) const {
    return key_.empty() ? std::string(key) : fmt::format("{}.{}", key_, key);
}

void JsonValue::refuse(std::string_view expected) const {
    const std::string key = key_.empty() ? "" : key_ + ": ";
    fail(*source_, fmt::format("{}expected {}, found {}", key, expected, as_found(*value_)));
}

JsonValue JsonValue::at(std::string_view key) const {
    if (!value_->is_object()) refuse("an object");
    const auto place = value_->find(std::string(key));
    if (place == value_->end()) fail(*source_, fmt::format("{}: expected a value, found no such key", key_of(key)));
    return {*place, key_of(key), *source_};
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
    if (!value_->is_object()) refuse("an object");
    const auto place = value_->find(std::string(key));
    if (place == value_->end() || place->is_null()) return std::nullopt;
    return JsonValue(*place, key_of(key), *source_);
}

std::vector<JsonValue> JsonValue::elements() const {
    if (!value_->is_array()) refuse("a list");
    std::vector<JsonValue> values;
    values.reserve(value_->size());
    for (const nlohmann::json& value : *value_)
        values.emplace_back(value, fmt::format("{}[{}]", key_, values.size()), *source_);
    return values;
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::members() const {
    if (!value_->is_object()) refuse("an object");
    std::vector<std::pair<std::string, JsonValue>> values;
    for (const auto& [key, value] : value_->items()) values.emplace_back(key, JsonValue(value, key_of(key), *source_));
    return values;
}

std::string JsonValue::text() const {
    if (!value_->is_string()) refuse("a text");
    return value_->get<std::string>();
}

bool JsonValue::boolean() const {
    if (!value_->is_boolean()) refuse("true or false");
    return value_->get<bool>();
}

double JsonValue::real() const {
    if (value_->is_number()) return value_->get<double>();
    if (*value_ == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (*value_ == "Infinity") return std::numeric_limits<double>::infinity();
    if (*value_ == "-Infinity") return -std::numeric_limits<double>::infinity();
    refuse("a number");
}

std::int64_t JsonValue::integer(std::int64_t minimum, std::int64_t maximum) const {
    const bool fits = value_->is_number_unsigned() ? value_->get<std::uint64_t>() <=
                                                         static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
                                                   : value_->is_number_integer();
    const bool limited = maximum != std::numeric_limits<std::int64_t>::max();
    if (!fits || value_->get<std::int64_t>() < minimum || value_->get<std::int64_t>() > maximum) {
        refuse(limited ? fmt::format("a whole number in {}..{}", minimum, maximum)
                       : fmt::format("a whole number from {}", minimum));
    }
    return value_->get<std::int64_t>();
}

std::uint64_t JsonValue::unsigned_integer() const {
    if (!value_->is_number_unsigned()) refuse("a whole number from 0");
    return value_->get<std::uint64_t>();
}

std::vector<std::string> JsonValue::texts() const {
    std::vector<std::string> values;
    for (const JsonValue& value : elements()) values.push_back(value.text());
    return values;
}

std::vector<std::int64_t> JsonValue::integers(std::int64_t minimum) const {
    std::vector<std::int64_t> values;
    for (const JsonValue& value : elements()) values.push_back(value.integer(minimum));
    return values;
}

std::string JsonValue::text_of(std::string_view key) const {
    const auto value = find(key);
    return value ? value->text() : "";
}

nlohmann::ordered_json json_number(double value) {
    if (std::isfinite(value)) return value;
    return shortest_text(value);
}

}   // namespace overfit
