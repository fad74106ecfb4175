#pragma once

#include "core/experiment/reports.h"

#include <cstring>
#include <string>
#include <vector>

namespace overfit::samples {

template <typename Number>
NamedArray array_of(std::string name, std::string dtype, std::vector<std::int64_t> shape,
                    const std::vector<Number>& values) {
    NamedArray array{.name = std::move(name), .dtype = std::move(dtype), .shape = std::move(shape), .bytes = {}};
    array.bytes.resize(values.size() * sizeof(Number));
    if (!values.empty()) std::memcpy(array.bytes.data(), values.data(), array.bytes.size());
    return array;
}

inline Checkpoint checkpoint_at(std::int64_t step) {
    const auto value = static_cast<float>(step);
    return {.step = step,
            .weights = {array_of<std::uint8_t>("mask", "U8", {3}, {1, 2, 3}),
                        array_of<float>("layers.0.weight", "F32", {2, 2}, {value, 1, -2, 0.5}),
                        array_of<std::int64_t>("batches", "I64", {}, {step})},
            .state = {array_of<float>("momentum", "F32", {2}, {3, 4}), array_of<float>("nothing", "F32", {0, 4}, {})},
            .position = {{"step", std::to_string(step)}, {"time_s", "0.1"}}};
}

inline LabelRecord label_record(int classes = 10) {
    LabelRecord labels;
    for (int i = 0; i < classes; ++i) labels.class_names.push_back("class \"" + std::to_string(i) + "\"");
    labels.train = {{0, 1, 2, 3, 4}, {5, 1, 2, 9, 4}, {2, 3, 5, 7, 11}};
    labels.validation = {{6, 7}, {6, 0}, {1, 4}};
    labels.test = {{8, 9, 0}, {8, 9, 1}, {0, 1, 2}};
    return labels;
}

}   // namespace overfit::samples
