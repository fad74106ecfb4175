#include "core/runs/metrics_file.h"

#include "core/runs/metrics_fields.h"
#include "core/support/atomic_file.h"
#include "core/support/text.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace overfit {

namespace {

void append_number(std::string& line, std::string_view key, std::optional<double> value) {
    line += ",\"";
    line += key;
    line += "\":";
    if (!value) {
        line += "null";
    } else if (std::isfinite(*value)) {
        line += shortest_text(*value);
    } else {
        line += '"' + shortest_text(*value) + '"';
    }
}

/// What stands beside a key: null, a number, a text; a list or an object is `Other`.
struct Entry {
    enum class Kind { Null, Number, Text, Other };
    std::string key;
    Kind kind = Kind::Null;
    double number = 0.0;
    std::string text;
};

/// Takes one line's flat object without building a tree, and keeps its memory from line to line: a long run has
/// tens of thousands of lines and is opened with one click.
class LineReader : public nlohmann::json_sax<nlohmann::json> {
public:
    bool read(std::string_view line) {
        count_ = 0;
        depth_ = 0;
        is_object_ = false;
        return nlohmann::json::sax_parse(line.begin(), line.end(), this) && is_object_;
    }

    const Entry* find(std::string_view key) const {
        for (std::size_t i = 0; i < count_; ++i) {
            if (entries_[i].key == key) return &entries_[i];
        }
        return nullptr;
    }

    bool null() override { return value(Entry::Kind::Null); }
    bool boolean(bool) override { return value(Entry::Kind::Other); }
    bool number_integer(number_integer_t number) override { return value(Entry::Kind::Number, static_cast<double>(number)); }
    bool number_unsigned(number_unsigned_t number) override {
        return value(Entry::Kind::Number, static_cast<double>(number));
    }
    bool number_float(number_float_t number, const string_t&) override { return value(Entry::Kind::Number, number); }
    bool string(string_t& text) override {
        if (depth_ == 1) current().text = text;
        return value(Entry::Kind::Text);
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override {
        if (depth_ == 0) is_object_ = true;
        return open();
    }
    bool key(string_t& name) override {
        if (depth_ != 1) return true;
        if (find(name) != nullptr) return false;   // a key twice: which one counts?
        if (count_ == entries_.size()) entries_.emplace_back();
        entries_[count_++].key = name;
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

private:
    Entry& current() { return entries_[count_ - 1]; }

    bool value(Entry::Kind kind, double number = 0.0) {
        if (depth_ == 0) return false;
        if (depth_ == 1) {
            current().kind = kind;
            current().number = number;
        }
        return true;
    }

    bool open() {
        if (depth_ == 1) current().kind = Entry::Kind::Other;
        ++depth_;
        return is_object_ && depth_ <= 64;
    }

    bool close() {
        --depth_;
        return true;
    }

    std::vector<Entry> entries_;
    std::size_t count_ = 0;
    int depth_ = 0;
    bool is_object_ = false;
};

/// Why a line is not one of ours: expected and found.
class BadLine : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

std::string found(const Entry* entry) {
    if (entry == nullptr) return "nothing";
    switch (entry->kind) {
        case Entry::Kind::Null: return "null";
        case Entry::Kind::Number: return shortest_text(entry->number);
        case Entry::Kind::Text: return fmt::format("\"{}\"", entry->text.substr(0, 40));
        case Entry::Kind::Other: return "a list, an object or a truth value";
    }
    return "";
}

/// Empty for null and for a key that is not there.
std::optional<double> number_or_nothing(const LineReader& line, std::string_view key) {
    const Entry* entry = line.find(key);
    if (entry == nullptr || entry->kind == Entry::Kind::Null) return std::nullopt;
    if (entry->kind == Entry::Kind::Number) return entry->number;
    if (entry->kind == Entry::Kind::Text) {
        if (entry->text == "NaN") return std::numeric_limits<double>::quiet_NaN();
        if (entry->text == "Infinity") return std::numeric_limits<double>::infinity();
        if (entry->text == "-Infinity") return -std::numeric_limits<double>::infinity();
    }
    throw BadLine(fmt::format(R"({}: expected a number, null, "NaN" or "Infinity", found {})", key, found(entry)));
}

double number(const LineReader& line, std::string_view key) {
    const std::optional<double> value = number_or_nothing(line, key);
    if (!value) throw BadLine(fmt::format("{}: expected a number, found {}", key, found(line.find(key))));
    return *value;
}

/// For what places a line on an axis.
double finite_number(const LineReader& line, std::string_view key) {
    const double value = number(line, key);
    if (!std::isfinite(value)) {
        throw BadLine(fmt::format("{}: expected a finite number, found {}", key, found(line.find(key))));
    }
    return value;
}

std::int64_t whole_number(const LineReader& line, std::string_view key) {
    const double value = number(line, key);
    if (!(value >= 0.0 && value <= 9.0e15) || value != std::floor(value)) {
        throw BadLine(fmt::format("{}: expected a whole number from 0, found {}", key, found(line.find(key))));
    }
    return static_cast<std::int64_t>(value);
}

/// A step or an epoch told again replaces what was told of it and of all later ones.
template <typename Line, typename Number>
void drop_from(std::vector<Line>& lines, Number Line::*member, Number first) {
    while (!lines.empty() && lines.back().*member >= first) lines.pop_back();
}

void take_step(const LineReader& line, RunMetrics& metrics) {
    StepReport report;
    report.step = whole_number(line, "step");
    report.epoch = finite_number(line, "epoch");
    report.time_s = finite_number(line, "time_s");
    for (const auto& field : step_fields) {
        report.*field.member = number_or_nothing(line, field.key).value_or(std::numeric_limits<double>::quiet_NaN());
    }
    drop_from(metrics.steps, &StepReport::step, report.step);
    metrics.steps.push_back(report);
}

void take_epoch(const LineReader& line, RunMetrics& metrics) {
    EpochMetrics epoch;
    epoch.epoch = whole_number(line, "epoch");
    epoch.step = whole_number(line, "step");
    epoch.time_s = finite_number(line, "time_s");
    epoch.train_time_s = number_or_nothing(line, "train_time_s").value_or(0.0);
    for (const auto& field : epoch_fields) epoch.*field.member = number_or_nothing(line, field.key);
    drop_from(metrics.epochs, &EpochMetrics::epoch, epoch.epoch);
    metrics.epochs.push_back(epoch);
}

void take_resume(const LineReader& line, RunMetrics& metrics) {
    const std::int64_t step = whole_number(line, "step");
    drop_from(metrics.steps, &StepReport::step, step + 1);
    drop_from(metrics.epochs, &EpochMetrics::step, step + 1);
}

/// Lines of kinds that this version does not know are skipped: later versions may add some.
void take(const LineReader& line, RunMetrics& metrics) {
    const Entry* kind = line.find("kind");
    if (kind == nullptr || kind->kind != Entry::Kind::Text) {
        throw BadLine(fmt::format(R"(kind: expected "step", "epoch" or "resume", found {})", found(kind)));
    }
    if (kind->text == "step") take_step(line, metrics);
    if (kind->text == "epoch") take_epoch(line, metrics);
    if (kind->text == "resume") take_resume(line, metrics);
}

std::string_view next_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

/// Whether the run went on after a line that a crash or a full disk cut short.
bool resumes_next(std::string_view rest, LineReader& reader) {
    if (!reader.read(next_line(rest))) return false;
    const Entry* kind = reader.find("kind");
    return kind != nullptr && kind->text == "resume";
}

}   // namespace

std::string step_line(const StepReport& report) {
    std::string line = fmt::format(R"({{"kind":"step","step":{})", report.step);
    append_number(line, "epoch", report.epoch);
    append_number(line, "time_s", report.time_s);
    for (const auto& field : step_fields) append_number(line, field.key, report.*field.member);
    return line + '}';
}

std::string epoch_line(const EpochMetrics& metrics) {
    std::string line = fmt::format(R"({{"kind":"epoch","epoch":{},"step":{})", metrics.epoch, metrics.step);
    append_number(line, "time_s", metrics.time_s);
    append_number(line, "train_time_s", metrics.train_time_s);
    for (const auto& field : epoch_fields) append_number(line, field.key, metrics.*field.member);
    return line + '}';
}

std::string resume_line(std::int64_t step) { return fmt::format(R"({{"kind":"resume","step":{}}})", step); }

RunMetrics parse_metrics(std::string_view jsonl, const std::string& source) {
    RunMetrics metrics;
    LineReader reader;
    std::string_view rest = jsonl;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::string_view line = next_line(rest);
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        std::string problem;
        if (!reader.read(line)) {
            problem = fmt::format("expected one JSON object with unique keys, found {} bytes that are none", line.size());
            if (rest.empty() && !jsonl.ends_with('\n')) problem += " (the last line is cut short)";
        } else {
            try {
                take(reader, metrics);
            } catch (const BadLine& bad) {
                problem = bad.what();
            }
        }
        if (problem.empty() || resumes_next(rest, reader)) continue;
        metrics.problem = fmt::format("{}:{}: {}; the {} steps and {} epochs before it are shown", source, number, problem,
                                      metrics.steps.size(), metrics.epochs.size());
        break;
    }
    return metrics;
}

RunMetrics read_metrics(const std::filesystem::path& run_folder) {
    const std::filesystem::path file = run_folder / "metrics.jsonl";
    return parse_metrics(read_file(file), file.string());
}

}   // namespace overfit
