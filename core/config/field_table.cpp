#include "core/config/field_table.h"

#include "core/config/field_builder.h"
#include "core/support/text.h"

#include <algorithm>
#include <cassert>

namespace overfit {

FieldBuilder& FieldBuilder::choices(std::vector<FieldChoice> choices) {
    field_.kind = FieldKind::Choice;
    field_.choices = std::move(choices);
    if (!index_of_) return *this;   // a name held as text, as data.dataset is
    std::vector<std::string> names;
    for (const FieldChoice& choice : field_.choices) names.push_back(choice.name);
    field_.get = [names, index_of = index_of_](const ExperimentConfig& config) {
        return FieldValue(names.at(index_of(config)));
    };
    field_.set = [names, set_index = set_index_](ExperimentConfig& config, const FieldValue& value) {
        const auto found = std::ranges::find(names, std::get<std::string>(value));
        assert(found != names.end() && "only names that parse_field() let through");
        set_index(config, static_cast<std::size_t>(found - names.begin()));
    };
    return *this;
}

namespace {

bool is_name(std::string_view text) {
    constexpr std::size_t longest = 200;
    return is_valid_utf8(text) && !trimmed(text).empty() && !has_control_characters(text) && utf8_length(text) <= longest;
}

std::vector<Field> build_table() {
    std::vector<Field> table{OVERFIT_FIELD(name, "Name")
                                 .help("What the run is called in lists and charts, in your own words.")
                                 .text("1 to 200 characters on one line", is_name)};
    for (const auto part :
         {data_fields, corruption_fields, model_fields, training_fields, recording_fields, machine_fields}) {
        std::ranges::move(part(), std::back_inserter(table));
    }
    return table;
}

}   // namespace

std::span<const Field> field_table() {
    static const std::vector<Field> table = build_table();
    return table;
}

const Field* find_field(std::string_view path) {
    const auto found = std::ranges::find(field_table(), path, &Field::path);
    return found == field_table().end() ? nullptr : &*found;
}

FieldValue default_value(const Field& field) { return field.get(ExperimentConfig{}); }

void reset_what_does_not_apply(ExperimentConfig& config) {
    for (const Field& field : field_table()) {
        if (!field.applies(config)) field.set(config, default_value(field));
    }
}

}   // namespace overfit
