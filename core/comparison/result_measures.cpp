#include "core/comparison/result_measures.h"

#include <array>

namespace overfit {

namespace {

template <auto Member>
std::optional<double> last(const RunRecord& record) {
    return record.final_metrics ? (*record.final_metrics).*Member : std::nullopt;
}

std::optional<double> gap(const RunRecord& record) {
    const auto train = last<&EpochMetrics::train_accuracy>(record), test = last<&EpochMetrics::test_accuracy>(record);
    return train && test ? std::optional(*train - *test) : std::nullopt;
}

std::optional<double> best(const RunRecord& record) {
    return record.best ? std::optional(record.best->value) : std::nullopt;
}

std::optional<double> fitted_epoch(const RunRecord& record) {
    return record.fitted ? std::optional(static_cast<double>(record.fitted->epoch)) : std::nullopt;
}

std::optional<double> fitted_step(const RunRecord& record) {
    return record.fitted ? std::optional(static_cast<double>(record.fitted->step)) : std::nullopt;
}

std::optional<double> fitted_time(const RunRecord& record) {
    return record.fitted ? std::optional(record.fitted->time_s) : std::nullopt;
}

std::optional<double> epochs(const RunRecord& record) {
    return record.final_metrics ? std::optional(static_cast<double>(record.final_metrics->epoch)) : std::nullopt;
}

std::optional<double> duration(const RunRecord& record) {
    return record.duration_s > 0.0 ? std::optional(record.duration_s) : std::nullopt;
}

std::optional<double> labels_changed(const RunRecord& record) {
    return record.audit ? std::optional(record.audit->labels_changed_fraction) : std::nullopt;
}

std::optional<double> parameters(const RunRecord& record) {
    return record.model ? std::optional(static_cast<double>(record.model->parameters)) : std::nullopt;
}

using E = EpochMetrics;
using U = MeasureUnit;
using On = MeasuredOn;

constexpr std::array measures{
    ResultMeasure{"train_accuracy", "train accuracy", U::Fraction, Better::Higher, On::TrainSet, last<&E::train_accuracy>},
    ResultMeasure{"test_accuracy", "test accuracy", U::Fraction, Better::Higher, On::TestSet, last<&E::test_accuracy>},
    ResultMeasure{"generalisation_gap", "train - test", U::Fraction, Better::Lower, On::BothSets, gap},
    ResultMeasure{"test_corrupted_accuracy", "test accuracy (corrupted labels)", U::Fraction, Better::Neither, On::TestSet,
                  last<&E::test_corrupted_accuracy>},
    ResultMeasure{"clean_accuracy", "train accuracy (label is true)", U::Fraction, Better::Higher, On::TrainSet,
                  last<&E::clean_accuracy>},
    ResultMeasure{"corrupted_accuracy", "train accuracy (label is corrupted)", U::Fraction, Better::Neither, On::TrainSet,
                  last<&E::corrupted_accuracy>},
    ResultMeasure{"train_loss", "train loss", U::Nats, Better::Lower, On::TrainSet, last<&E::train_loss>},
    ResultMeasure{"test_loss", "test loss", U::Nats, Better::Lower, On::TestSet, last<&E::test_loss>},
    ResultMeasure{"best_accuracy", "best accuracy", U::Fraction, Better::Higher, On::BestMetric, best},
    ResultMeasure{"fitted_epoch", "fitted at epoch", U::Count, Better::Lower, On::TrainSet, fitted_epoch},
    ResultMeasure{"fitted_step", "fitted at step", U::Count, Better::Lower, On::TrainSet, fitted_step},
    ResultMeasure{"fitted_time_s", "time to fit", U::Seconds, Better::Lower, On::Machine, fitted_time},
    ResultMeasure{"epochs", "epochs", U::Count, Better::Neither, On::Nothing, epochs},
    ResultMeasure{"duration_s", "duration", U::Seconds, Better::Lower, On::Machine, duration},
    ResultMeasure{"labels_changed_fraction", "labels changed", U::Fraction, Better::Neither, On::Nothing, labels_changed},
    ResultMeasure{"parameters", "parameters", U::Count, Better::Neither, On::Nothing, parameters},
};

/// Two hashes contradict each other only where both are known.
bool same_source(const DataSummary& a, const DataSummary& b) {
    return a.dataset == b.dataset && a.classes == b.classes &&
           (a.sha256.empty() || b.sha256.empty() || a.sha256 == b.sha256);
}

bool same_test_set(const RunRecord& a, const RunRecord& b) {
    return a.data && b.data && same_source(*a.data, *b.data) && a.data->test_examples == b.data->test_examples;
}

bool same_train_set(const RunRecord& a, const RunRecord& b) {
    return a.data && b.data && same_source(*a.data, *b.data) && a.data->train_examples == b.data->train_examples;
}

bool same_machine(const RunRecord& a, const RunRecord& b) {
    return a.host == b.host && a.device_name == b.device_name && a.threads == b.threads && a.precision == b.precision;
}

bool same_best_metric(const RunRecord& a, const RunRecord& b) {
    return a.best && b.best && a.best->metric == b.best->metric && a.best->selected_on_test == b.best->selected_on_test;
}

}   // namespace

std::span<const ResultMeasure> result_measures() { return measures; }

std::string why_not_comparable(const ResultMeasure& measure, const RunRecord& run, const RunRecord& base) {
    switch (measure.on) {
        case MeasuredOn::TrainSet: return same_train_set(run, base) ? "" : "other training set";
        case MeasuredOn::TestSet: return same_test_set(run, base) ? "" : "other test set";
        case MeasuredOn::BothSets:
            if (!same_test_set(run, base)) return "other test set";
            return same_train_set(run, base) ? "" : "other training set";
        case MeasuredOn::BestMetric:
            if (!same_best_metric(run, base)) return "best of another set";
            return same_test_set(run, base) ? "" : "other test set";
        case MeasuredOn::Machine:
            if (!same_train_set(run, base)) return "other training set";
            return same_machine(run, base) ? "" : "other machine";
        case MeasuredOn::Nothing: break;
    }
    return {};
}

}   // namespace overfit
