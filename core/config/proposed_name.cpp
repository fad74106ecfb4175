#include "core/config/proposed_name.h"

#include "core/config/dataset_facts.h"
#include "core/config/field_table.h"
#include "core/config/model_facts.h"
#include "core/support/text.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <vector>

namespace overfit {

namespace {

constexpr std::size_t most_told = 3;
constexpr std::size_t longest_name = 200;   // what the field takes

/// "batch size" of "Batch size"; "SGD ..." stays.
std::string within_a_sentence(std::string label) {
    const auto is_upper = [&](std::size_t at) {
        return at < label.size() && std::isupper(static_cast<unsigned char>(label[at]));
    };
    if (is_upper(0) && !is_upper(1)) label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
    return label;
}

std::string value_words(const ExperimentConfig& config, const Field& field) {
    const FieldValue value = field.get(config);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return with_thousands(*integer);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "on" : "off";
    return field_text(value, field);
}

/// "p 0.5", "20 epochs", "batch size 64".
std::string change_words(const ExperimentConfig& config, const Field& field) {
    const std::string value = value_words(config, field);
    if (field.path == "corruption.labels.fraction") return "p " + value;
    if (field.path == "training.epochs") return value + (config.training.epochs == 1 ? " epoch" : " epochs");
    if (field.path == "data.train_examples") return (config.data.train_examples == 0 ? "all" : value) + " images";
    if (field.path == "model.name") {
        const ModelFacts* facts = find_model_facts(config.model.name);
        return facts != nullptr ? std::string(facts->title) : value;
    }
    if (field.path == "data.dataset") {
        const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
        return facts != nullptr ? std::string(facts->title) : value;
    }
    return within_a_sentence(field.label) + ' ' + value;
}

}   // namespace

std::string proposed_name(const ExperimentConfig& config, const ExperimentConfig& base) {
    std::vector<std::string> changes;
    for (const Field& field : field_table()) {
        // As text: a number that is none equals itself there.
        if (field.path == "name" || !field.applies(config)) continue;
        if (field_text(field.get(config), field) == field_text(field.get(base), field)) continue;
        changes.push_back(change_words(config, field));
    }
    for (std::size_t told = std::min(most_told, changes.size()); told > 0; --told) {
        std::string name = base.name;
        for (std::size_t change = 0; change < told; ++change) name += " · " + changes[change];
        if (told < changes.size()) name += fmt::format(" · and {} more", changes.size() - told);
        if (name.size() <= longest_name) return name;
    }
    return base.name;
}

}   // namespace overfit
