#include "core/comparison/tell_apart.h"

#include "core/config/field_table.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <set>

namespace overfit {

namespace {

constexpr std::ptrdiff_t most_settings = 3;

/// A setting with its value in each experiment, as it is told.
struct Setting {
    const Field* field = nullptr;
    std::vector<std::string> of_each;   // empty where it does not apply
};

bool is_seed(const Field& field) { return field.kind == FieldKind::Seed; }

std::string told(const Field& field, const ExperimentConfig& config) {
    if (!field.applies(config)) return {};
    const FieldValue value = field.get(config);
    if (const bool* on = std::get_if<bool>(&value)) return fmt::format("{} {}", field.label, *on ? "on" : "off");
    const std::string text = field_text(value, field);
    if (field.path == "corruption.labels.fraction") return "p " + text;
    if (field.kind == FieldKind::Choice) return text;
    std::string label = field.label;
    label.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(label.front())));
    return fmt::format("{} {}", label, text);
}

/// The settings that are not the same everywhere.
std::vector<Setting> different_settings(std::span<const ExperimentConfig* const> experiments) {
    std::vector<Setting> settings;
    for (const Field& field : field_table()) {
        if (field.path == "name") continue;
        Setting setting{.field = &field, .of_each = {}};
        for (const ExperimentConfig* experiment : experiments) setting.of_each.push_back(told(field, *experiment));
        const bool equal =
            std::ranges::all_of(setting.of_each, [&](const std::string& text) { return text == setting.of_each.front(); });
        if (!equal) settings.push_back(std::move(setting));
    }
    std::stable_partition(settings.begin(), settings.end(), [](const Setting& setting) { return !is_seed(*setting.field); });
    return settings;
}

std::size_t kinds(const std::vector<std::string>& words) { return std::set<std::string>(words.begin(), words.end()).size(); }

/// Takes one setting after the other, each time the one that leaves the fewest experiments alike.
class Choice {
public:
    explicit Choice(std::span<const Setting> settings, std::size_t experiments)
        : settings_(settings), taken_(settings.size()), words_(experiments) {}

    void take(bool seeds) {
        while (std::ranges::count(taken_, true) < most_settings) {
            std::size_t best = settings_.size(), most = kinds(words_);
            for (std::size_t place = 0; place < settings_.size(); ++place) {
                if (taken_[place] || is_seed(*settings_[place].field) != seeds) continue;
                const std::size_t now = kinds(words_with(place));
                if (now > most) best = place;
                most = std::max(most, now);
            }
            if (best == settings_.size()) return;
            words_ = words_with(best);
            taken_[best] = true;
        }
    }

    const std::vector<std::string>& words() const { return words_; }

private:
    std::vector<std::string> words_with(std::size_t another) const {
        std::vector<std::string> words(words_.size());
        for (std::size_t place = 0; place < settings_.size(); ++place) {
            if (!taken_[place] && place != another) continue;
            for (std::size_t i = 0; i < words.size(); ++i) {
                const std::string& value = settings_[place].of_each[i];
                if (!value.empty()) words[i] += (words[i].empty() ? "" : " · ") + value;
            }
        }
        return words;
    }

    std::span<const Setting> settings_;
    std::vector<bool> taken_;
    std::vector<std::string> words_;
};

}   // namespace

std::vector<std::string> tell_apart(std::span<const ExperimentConfig* const> experiments) {
    if (experiments.size() < 2) return std::vector<std::string>(experiments.size());
    const std::vector<Setting> settings = different_settings(experiments);
    Choice choice(settings, experiments.size());
    choice.take(false);
    choice.take(true);
    return choice.words();
}

}   // namespace overfit
