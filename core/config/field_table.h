#pragma once

#include "core/config/experiment_config.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace overfit {

/// A value of any field. Choices are held by name; std::monostate is "auto" (threads) or "follows the seed" (seeds.*).
using FieldValue =
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, std::vector<std::int64_t>>;

enum class FieldKind { Boolean, Integer, Seed, Real, Choice, Text, IntegerList };

/// One allowed value of a Choice field.
struct FieldChoice {
    std::string name;          // as in YAML
    std::string explanation;   // one line, shown in the combo box and by --help-config
};

/// One field of the configuration: all that YAML, the form, --help-config and the README's reference know of it.
struct Field {
    std::string path;    // "training.learning_rate"; also the key that YAML and `key.path=value` use
    std::string label;   // "Learning rate", for the form
    std::string help;    // one line
    FieldKind kind = FieldKind::Integer;
    double minimum = -std::numeric_limits<double>::infinity();   // inclusive; Integer, Seed, Real; each entry of IntegerList
    double maximum = std::numeric_limits<double>::infinity();
    bool minimum_is_excluded = false;
    std::string unit;                   // "epochs", "pixels"; may be empty
    std::string empty_word;             // what std::monostate is called: "auto" or "~"; empty when a value is required
    std::vector<FieldChoice> choices;   // Choice
    std::size_t most_entries = 100;     // IntegerList; at least one
    std::string text_form;              // Text: what is allowed, in words
    std::function<bool(std::string_view)> text_is_allowed;   // Text
    bool advanced = false;                                   // shown in the form's section Advanced
    std::string paper_is_silent;   // what the paper leaves open here and what is usual; empty where it is not silent
    bool logarithmic = false;      // Real: steps of the form's spin box are factors
    std::function<FieldValue(const ExperimentConfig&)> get;
    std::function<void(ExperimentConfig&, const FieldValue&)> set;   // the value has the right alternative
    /// Whether the field means anything in this experiment (model.depth does not for an mlp). One that does not is not
    /// shown; giving it another value than its default is a problem (`reset_what_does_not_apply` mends it).
    std::function<bool(const ExperimentConfig&)> applies;
    std::string condition;   // the same in words: "model.name is wide-resnet"; empty when it always applies
};

/// Every field in the order of the data flow.
std::span<const Field> field_table();

/// Nothing when there is no such field.
const Field* find_field(std::string_view path);

/// What the field holds in a configuration that says nothing of it.
FieldValue default_value(const Field& field);

/// Gives every field that does not apply its default: for the form, after the model or the schedule was changed.
void reset_what_does_not_apply(ExperimentConfig& config);

/// "per-image-whitening", "[512, 512]", "0.05", "auto": as YAML writes it, but text without quotes.
std::string field_text(const FieldValue& value, const Field& field);

/// What the field takes: "a number from 0 to 1", "true or false", "mlp, wide-resnet, linear".
std::string allowed_text(const Field& field);

/// "expected a number from 0 to 1, found 1.5" for a value out of range, not finite or not among the choices; empty when it
/// is allowed.
std::string value_problem(const Field& field, const FieldValue& value);

/// Reads what a person typed or YAML holds. Throws UsageError naming the field, what is allowed and the nearest name.
FieldValue parse_field(const Field& field, std::string_view text);

/// The reference of all fields: plain text for `overfit run --help-config`, a Markdown table for the README.
std::string field_reference_text();
std::string field_reference_markdown();

}   // namespace overfit
