#pragma once

#include "core/support/error.h"

#include <string>
#include <utility>

namespace overfit {

/// An allocation that failed while an experiment was read or trained, in words that say what to do.
inline Error memory_error(std::string where) {
    return Error(
        {.where = std::move(where),
         .problem = "there is not enough memory for this experiment",
         .remedy = "lower data.train_examples, training.batch_size or the model's width, or close what else uses it"});
}

}   // namespace overfit
