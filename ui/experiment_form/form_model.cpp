#include "ui/experiment_form/form_model.h"

#include "core/config/proposed_name.h"
#include "ui/experiment_form/typed_text.h"

#include <algorithm>

namespace overfit::ui {
namespace {

/// Place of a field in the form: the plain ones before the advanced ones, each in table order.
std::size_t placeOf(const std::string& path) {
    const std::span<const Field> table = field_table();
    const auto found = std::ranges::find(table, path, &Field::path);
    if (found == table.end()) return 2 * table.size();
    return static_cast<std::size_t>(found - table.begin()) + (found->advanced ? table.size() : 0);
}

}   // namespace

FormModel::FormModel() { settle(true); }

std::string FormModel::problemsOf(const std::string& path) const {
    std::string lines;
    for (const Problem& problem : problems_) {
        if (problem.path != path) continue;
        if (!lines.empty()) lines += '\n';
        lines += problem.message;
    }
    return lines;
}

bool FormModel::isDefault(const Field& field) const { return sameValue(field.get(config_), field.get(defaults_)); }

bool FormModel::hasProposedName() const { return base_ && config_.name == proposed_name(config_, *base_); }

FormChange FormModel::edit(const Field& field, const FieldValue& value) {
    rejected_.erase(field.path);
    if (sameValue(field.get(config_), value)) return settle(false);
    const ExperimentConfig before = config_;
    const bool renames = field.path != "name" && hasProposedName();
    field.set(config_, value);
    putAsideAndBringBack(before);
    if (renames) config_.name = proposed_name(config_, *base_);
    return settle(true);
}

FormChange FormModel::reject(const Field& field, const std::string& message) {
    rejected_[field.path] = message;
    return settle(false);
}

FormChange FormModel::replace(const ExperimentConfig& config) {
    const bool changed = !sameConfig(config, config_);
    config_ = config;
    rejected_.clear();
    aside_.clear();
    return settle(changed);
}

FormChange FormModel::setExtraProblems(std::vector<Problem> extra) {
    extra_ = std::move(extra);
    return settle(false);
}

void FormModel::putAsideAndBringBack(const ExperimentConfig& before) {
    for (const Field& field : field_table()) {
        const bool applied = field.applies(before);
        const bool applies = field.applies(config_);
        if (applied && !applies) {
            rejected_.erase(field.path);
            if (isDefault(field)) continue;
            aside_[field.path] = field.get(config_);
            field.set(config_, field.get(defaults_));
        } else if (!applied && applies) {
            if (const auto kept = aside_.extract(field.path)) field.set(config_, kept.mapped());
        }
    }
}

FormChange FormModel::settle(bool configChanged) {
    std::vector<Problem> problems = check(config_);
    // What was typed last counts: check() speaks of the value before it.
    std::erase_if(problems, [&](const Problem& problem) { return rejected_.contains(problem.path); });
    for (const auto& [path, message] : rejected_) problems.push_back({path, message});
    problems.insert(problems.end(), extra_.begin(), extra_.end());
    std::ranges::stable_sort(problems, {}, [](const Problem& problem) { return placeOf(problem.path); });
    const bool differ = problems != problems_;
    problems_ = std::move(problems);
    return {.config = configChanged, .problems = differ};
}

bool sameConfig(const ExperimentConfig& a, const ExperimentConfig& b) {
    return a == b ||
           std::ranges::all_of(field_table(), [&](const Field& field) { return sameValue(field.get(a), field.get(b)); });
}

}   // namespace overfit::ui
