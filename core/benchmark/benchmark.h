#pragma once

#include "core/experiment/engine.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace overfit {

struct BenchmarkOptions {
    int rounds = 5;
    double seconds = 1.0;   // of training steps in each round, about
    int at_once = 1;        // runs that train side by side in this process
};

/// Of the rounds; the median is the figure, least and most tell how far it can be trusted.
struct Spread {
    double median = 0.0, least = 0.0, most = 0.0;
};

/// values: at least one; of an even number the mean of the two middle ones is the median.
Spread spread_of(std::vector<double> values);

/// How fast one experiment trains here, or several runs of it side by side. Rates are images/s, of all runs together in the
/// time of the slowest.
struct Benchmark {
    std::string device, device_name;   // "cpu", "AMD EPYC"
    std::string device_note;           // what slows it down or is not as asked for; of one run
    Precision precision = Precision::Fp32;
    int threads = 1;   // of each run
    int at_once = 1;
    std::int64_t parameters = 0;
    std::int64_t multiply_adds = 0;   // of one image's training step: see training_multiply_adds()
    std::int64_t batch_size = 0;
    std::int64_t images = 0;     // train examples of a round; a fifth as many are evaluated beside them
    std::int64_t epochs = 0;     // of a round
    Spread training;             // in the steps alone
    Spread evaluation;           // full passes over train and test examples
    Spread whole_epoch;          // train examples an epoch, evaluation included
    Spread step_seconds;         // of the slowest run
    Spread start_seconds;        // scaling, audit and weights: from the call to the first evaluation
    Spread first_step_seconds;   // from the call until the first step has ended, the first evaluation before it included;
                                 // of one run after the rounds, with their data
    Spread limit;                // multiply-adds/s of a large matrix product
    Spread share;                // of that limit that training reaches
    Spread copying;              // bytes/s, read and written, of a large copy
};

/// One image's training step: forward, gradients of weights and of inputs cost a forward pass each, except that nobody
/// needs the gradient of the images.
std::int64_t training_multiply_adds(const ModelDescription& model);

/// Trains on random data in rounds, through the same door as every run, with the machine's limit measured before and after
/// each round so that a busy machine slows both. Runs at once divide the machine's threads among them unless the
/// configuration says how many each one has; the limit is that of all their threads together. config: check() finds nothing
/// wrong; its data set gives only size and classes, and its epochs, stop criteria and checkpoints are not used. tell:
/// called before each round with its number, from 1. Throws Error, also where a run diverges or would take more memory than
/// there is, and Stopped when that is asked for.
Benchmark run_benchmark(Engine& engine, ExperimentConfig config, const BenchmarkOptions& options, std::stop_token stop = {},
                        const std::function<void(int)>& tell = {});

}   // namespace overfit
