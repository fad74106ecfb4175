#pragma once

#include "core/config/field_table.h"

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <utility>

namespace overfit {

/// Kind of the field that holds a member of this type.
template <typename Member>
constexpr FieldKind kind_of() {
    if constexpr (std::is_same_v<Member, bool>) return FieldKind::Boolean;
    if constexpr (std::is_same_v<Member, double>) return FieldKind::Real;
    if constexpr (std::is_same_v<Member, std::string>) return FieldKind::Text;
    if constexpr (std::is_same_v<Member, std::vector<std::int64_t>>) return FieldKind::IntegerList;
    if constexpr (std::is_enum_v<Member>) return FieldKind::Choice;
    if constexpr (std::is_same_v<Member, std::uint64_t> || std::is_same_v<Member, std::optional<std::uint64_t>>)
        return FieldKind::Seed;
    return FieldKind::Integer;
}

/// Builds one row of the field table: path, type and access come from OVERFIT_FIELD(member), the rest is named by calls.
class FieldBuilder {
public:
    /// place: the member of a configuration, const or not (a generic lambda; OVERFIT_FIELD writes it).
    template <typename Place>
    FieldBuilder(std::string path, std::string label, Place place) {
        using Member = std::remove_cvref_t<decltype(place(std::declval<ExperimentConfig&>()))>;
        field_.path = std::move(path);
        field_.label = std::move(label);
        field_.kind = kind_of<Member>();
        field_.applies = [](const ExperimentConfig&) { return true; };
        if constexpr (std::is_enum_v<Member>) {
            index_of_ = [place](const ExperimentConfig& config) { return static_cast<std::size_t>(place(config)); };
            set_index_ = [place](ExperimentConfig& config, std::size_t index) {
                place(config) = static_cast<Member>(index);
            };
        } else if constexpr (requires(Member member) { member.value(); }) {
            using Value = typename Member::value_type;
            field_.get = [place](const ExperimentConfig& config) {
                return place(config) ? FieldValue(*place(config)) : FieldValue();
            };
            field_.set = [place](ExperimentConfig& config, const FieldValue& value) {
                if (std::holds_alternative<std::monostate>(value)) {
                    place(config).reset();
                } else {
                    place(config) = std::get<Value>(value);
                }
            };
        } else {
            field_.get = [place](const ExperimentConfig& config) { return FieldValue(place(config)); };
            field_.set = [place](ExperimentConfig& config, const FieldValue& value) {
                place(config) = std::get<Member>(value);
            };
        }
    }

    FieldBuilder& help(std::string text) { return put(field_.help, std::move(text)); }
    FieldBuilder& paper_is_silent(std::string text) { return put(field_.paper_is_silent, std::move(text)); }
    FieldBuilder& unit(std::string text) { return put(field_.unit, std::move(text)); }
    FieldBuilder& empty_word(std::string text) { return put(field_.empty_word, std::move(text)); }
    FieldBuilder& advanced() { return put(field_.advanced, true); }
    FieldBuilder& logarithmic() { return put(field_.logarithmic, true); }

    FieldBuilder& between(double minimum, double maximum) {
        field_.minimum = minimum;
        return put(field_.maximum, maximum);
    }

    FieldBuilder& above(double minimum, double maximum) {
        field_.minimum_is_excluded = true;
        return between(minimum, maximum);
    }

    /// The choices; for an enum in the order of its values.
    FieldBuilder& choices(std::vector<FieldChoice> choices);

    FieldBuilder& text(std::string form, bool (*is_allowed)(std::string_view)) {
        field_.text_is_allowed = is_allowed;
        return put(field_.text_form, std::move(form));
    }

    FieldBuilder& when(std::string condition, bool (*applies)(const ExperimentConfig&)) {
        field_.applies = applies;
        return put(field_.condition, std::move(condition));
    }

    operator Field() const { return field_; }   // NOLINT(google-explicit-constructor): a row of the table is a Field

private:
    template <typename Part>
    FieldBuilder& put(Part& part, Part value) {
        part = std::move(value);
        return *this;
    }

    Field field_;
    std::function<std::size_t(const ExperimentConfig&)> index_of_;
    std::function<void(ExperimentConfig&, std::size_t)> set_index_;
};

/// OVERFIT_FIELD(training.epochs, "Epochs"): path and member are one word, so that they cannot drift apart.
#define OVERFIT_FIELD(member, label) \
    FieldBuilder(                    \
        #member, label, [](auto& config) -> auto& { return config.member; })

/// The parts of field_table(), in the order of the data flow; one file each.
std::vector<Field> data_fields();
std::vector<Field> corruption_fields();
std::vector<Field> model_fields();
std::vector<Field> training_fields();
std::vector<Field> recording_fields();
std::vector<Field> machine_fields();

}   // namespace overfit
