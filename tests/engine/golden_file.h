#pragma once

#include "core/runs/safetensors.h"
#include "core/support/atomic_file.h"
#include "tests/places.h"

#include <torch/torch.h>

#include <map>
#include <stdexcept>
#include <string>

namespace overfit {

/// The values that a script of tests/golden recorded, by name.
class GoldenFile {
public:
    explicit GoldenFile(const std::string& name)
        : content_(decode_safetensors(read_file(std::string(places::source_dir) + "/tests/golden/" + name), name)) {
        for (const NamedArray& array : content_.arrays) arrays_[array.name] = &array;
    }

    /// Throws std::out_of_range for a name that was not recorded.
    torch::Tensor operator[](const std::string& name) const {
        const NamedArray& array = *arrays_.at(name);
        static const std::map<std::string, torch::ScalarType> types{
            {"F32", torch::kFloat32}, {"F64", torch::kFloat64}, {"I64", torch::kInt64}, {"U8", torch::kUInt8}};
        return torch::from_blob(const_cast<std::byte*>(array.bytes.data()), array.shape, types.at(array.dtype)).clone();
    }

private:
    SafeTensors content_;
    std::map<std::string, const NamedArray*> arrays_;
};

/// As in tests/golden/models.py: float32 values in -scale/2..scale/2 that look random, the same in both languages.
inline torch::Tensor patterned(std::int64_t count, std::int64_t salt, double scale) {
    torch::Tensor values = torch::empty({count}, torch::kFloat64);
    auto* value = values.data_ptr<double>();
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t whole = (i * 7919 + salt * 104729 + i * i % 31 * 613) % 1009;
        value[i] = (static_cast<double>(whole) / 1009.0 - 0.5) * scale;
    }
    return values.to(torch::kFloat32);
}

/// As in tests/golden/models.py: float32 values in -scale/2..scale/2 from PyTorch's generator.
inline torch::Tensor uniform(at::IntArrayRef shape, std::uint64_t seed, double scale) {
    return torch::empty(shape).uniform_(-scale / 2, scale / 2, at::detail::createCPUGenerator(seed));
}

/// As in tests/golden/models.py: sum, sum of squares, product with a pattern, in C order.
inline torch::Tensor checksum(const torch::Tensor& tensor) {
    const torch::Tensor values = tensor.detach().contiguous().view({-1}).to(torch::kFloat64);
    const torch::Tensor weights = patterned(values.numel(), 99, 1.0).to(torch::kFloat64);
    return torch::stack({values.sum(), values.square().sum(), (values * weights).sum()});
}

}   // namespace overfit
