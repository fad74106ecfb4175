#include "core/engine/training/position.h"

#include "core/support/error.h"
#include "core/support/text.h"

#include <concepts>

namespace overfit {

namespace {

/// One list of keys for both directions: `visit(key, value)` for each part of a state.
template <typename State, typename Visitor>
void visit_line(State& line, Visitor&& visit) {
    visit("last.epoch", line.epoch);
    visit("last.step", line.step);
    visit("last.time_s", line.time_s);
    visit("last.train_time_s", line.train_time_s);
    visit("last.train_loss", line.train_loss);
    visit("last.train_accuracy", line.train_accuracy);
    visit("last.test_loss", line.test_loss);
    visit("last.test_accuracy", line.test_accuracy);
    visit("last.test_corrupted_loss", line.test_corrupted_loss);
    visit("last.test_corrupted_accuracy", line.test_corrupted_accuracy);
    visit("last.validation_loss", line.validation_loss);
    visit("last.validation_accuracy", line.validation_accuracy);
    visit("last.clean_accuracy", line.clean_accuracy);
    visit("last.corrupted_accuracy", line.corrupted_accuracy);
    visit("last.corrupted_as_true", line.corrupted_as_true);
    visit("last.running_loss", line.running_loss);
    visit("last.running_accuracy", line.running_accuracy);
    visit("last.learning_rate", line.learning_rate);
}

template <typename State, typename Visitor>
void visit_state(State& state, Visitor&& visit) {
    visit("epoch", state.epoch);
    visit("batch", state.batch);
    visit("step", state.step);
    visit("time_s", state.time_s);
    visit("train_time_s", state.train_time_s);
    visit("epoch_sums.loss", state.epoch_sums.loss);
    visit("epoch_sums.hits", state.epoch_sums.hits);
    visit("epoch_sums.images", state.epoch_sums.images);
    visit("line_sums.loss", state.line_sums.loss);
    visit("line_sums.hits", state.line_sums.hits);
    visit("line_sums.images", state.line_sums.images);
    visit("line_time_s", state.line_time_s);
    visit("evaluations_without_gain", state.evaluations_without_gain);
    visit_line(state.last_line, visit);
}

struct Writer {
    std::map<std::string, std::string>& position;

    void operator()(const char* key, std::int64_t value) const { position[key] = std::to_string(value); }
    void operator()(const char* key, double value) const { position[key] = shortest_text(value); }
    void operator()(const char* key, const std::optional<double>& value) const {
        if (value) position[key] = shortest_text(*value);
    }
};

struct Reader {
    const std::map<std::string, std::string>& position;

    const std::string& text(const char* key) const {
        const auto found = position.find(key);
        if (found == position.end()) fail(key, "is missing");
        return found->second;
    }
    template <typename T>
    T number(const char* key, std::optional<T> (*parse)(std::string_view)) const {
        const std::optional<T> value = parse(text(key));
        if (!value) fail(key, "'" + text(key) + "' is not a number");
        return *value;
    }
    [[noreturn]] static void fail(const std::string& key, const std::string& problem) {
        throw Error(
            {.where = "checkpoint, position." + key, .problem = problem, .remedy = "resume from an earlier checkpoint"});
    }

    void operator()(const char* key, std::int64_t& value) const { value = number<std::int64_t>(key, parse_integer); }
    void operator()(const char* key, double& value) const { value = number<double>(key, parse_real); }
    void operator()(const char* key, std::optional<double>& value) const {
        value.reset();
        if (position.contains(key)) value = number<double>(key, parse_real);
    }
};

}   // namespace

std::map<std::string, std::string> to_position(const TrainingState& state) {
    std::map<std::string, std::string> position;
    const Writer write{position};
    visit_state(state, write);
    if (state.best) {
        position["best.metric"] = state.best->metric;
        write("best.value", state.best->value);
        write("best.epoch", state.best->epoch);
    }
    if (state.fitted) {
        write("fitted.epoch", state.fitted->epoch);
        write("fitted.step", state.fitted->step);
        write("fitted.time_s", state.fitted->time_s);
    }
    return position;
}

TrainingState from_position(const std::map<std::string, std::string>& position) {
    TrainingState state;
    const Reader read{position};
    visit_state(state, read);
    if (position.contains("best.metric")) {
        BestEpoch& best = state.best.emplace();
        best.metric = read.text("best.metric");
        best.selected_on_test = best.metric == "test_accuracy";
        read("best.value", best.value);
        read("best.epoch", best.epoch);
    }
    if (position.contains("fitted.epoch")) {
        FittedPoint& fitted = state.fitted.emplace();
        read("fitted.epoch", fitted.epoch);
        read("fitted.step", fitted.step);
        read("fitted.time_s", fitted.time_s);
    }
    return state;
}

}   // namespace overfit
