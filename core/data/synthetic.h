#pragma once

#include "core/config/dataset_facts.h"
#include "core/data/dataset.h"

namespace overfit {

/// A data set that needs no file and is the same on every machine: each class is a coarse coloured pattern, each image that
/// pattern moved by a few pixels, brighter or darker, under noise. Classes are equally frequent; a small network learns them
/// and can memorise random labels on them. facts: sizes, classes and counts.
Dataset make_synthetic_dataset(const DatasetFacts& facts);

}   // namespace overfit
