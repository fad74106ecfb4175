#pragma once

#include "core/config/config_check.h"
#include "core/config/field_table.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace overfit::ui {

/// What a step of the model changed; nothing when both are false.
struct FormChange {
    bool config = false;
    bool problems = false;
};

/// The form without its widgets: the last good configuration, what was typed and could not be read, and all problems.
/// A value whose field stops applying (the hidden layers, when the model becomes a Wide ResNet) is put aside, so that
/// coming back finds it again, and the configuration stays free of values that mean nothing.
class FormModel {
public:
    FormModel();

    const ExperimentConfig& config() const { return config_; }

    /// In the order of the form's sections; problems without a field come last.
    const std::vector<Problem>& problems() const { return problems_; }

    /// All that is wrong with one field, one a line; empty when nothing is.
    std::string problemsOf(const std::string& path) const;

    /// The person gave the field another value.
    FormChange edit(const Field& field, const FieldValue& value);

    /// The person typed what is not a value: the last good one goes on to count.
    FormChange reject(const Field& field, const std::string& message);

    /// Another configuration: all that was typed or put aside goes.
    FormChange replace(const ExperimentConfig& config);

    /// What the form began with: as long as nobody has typed another name, an edit renames the experiment by what it
    /// changes.
    void setBase(std::optional<ExperimentConfig> base) { base_ = std::move(base); }

    FormChange setExtraProblems(std::vector<Problem> extra);

    bool isRejected(const Field& field) const { return rejected_.contains(field.path); }

    /// Something typed can't be read: what follows from the configuration follows from the last good value there. From the
    /// name nothing does.
    bool hasRejected() const { return rejected_.size() > rejected_.count("name"); }
    bool isDefault(const Field& field) const;
    const ExperimentConfig& defaults() const { return defaults_; }

private:
    FormChange settle(bool configChanged);
    bool hasProposedName() const;
    void putAsideAndBringBack(const ExperimentConfig& before);

    ExperimentConfig config_;
    const ExperimentConfig defaults_;
    std::optional<ExperimentConfig> base_;
    std::map<std::string, std::string> rejected_;   // path -> why the text can't be read
    std::map<std::string, FieldValue> aside_;       // path -> value of a field that does not apply now
    std::vector<Problem> extra_;
    std::vector<Problem> problems_;
};

/// Whether both say the same in every field; NaN equals NaN.
bool sameConfig(const ExperimentConfig& a, const ExperimentConfig& b);

}   // namespace overfit::ui
