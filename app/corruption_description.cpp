#include "app/corruption_description.h"

#include "app/console/text_table.h"
#include "core/config/field_table.h"

#include <algorithm>

namespace overfit::cli {

namespace {

bool tells_of_corruption(const Field& field) {
    return field.path.starts_with("corruption.") || field.path == "data.class_balance" || field.path == "data.imbalance";
}

std::string meaning(const Field& field, const std::string& value) {
    const auto choice = std::ranges::find(field.choices, value, &FieldChoice::name);
    return choice == field.choices.end() ? field.label : choice->explanation;
}

}   // namespace

std::string described_corruption(const ExperimentConfig& config) {
    TextTable table({{"setting"}, {"value"}, {"meaning"}});
    bool empty = true;
    for (const Field& field : field_table()) {
        const FieldValue value = field.get(config);
        if (!tells_of_corruption(field) || !field.applies(config) || value == default_value(field)) continue;
        const std::string text = field_text(value, field);
        table.add({field.path, text, meaning(field, text)});
        empty = false;
    }
    return empty ? std::string() : "\n" + table.text();
}

}   // namespace overfit::cli
