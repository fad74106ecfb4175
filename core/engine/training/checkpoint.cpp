#include "core/engine/training/checkpoint.h"

#include "core/engine/training/position.h"
#include "core/support/error.h"

#include <array>
#include <cstring>
#include <map>

namespace overfit {

namespace {

std::string dtype_name(torch::ScalarType type) {
    switch (type) {
        case torch::kFloat32: return "F32";
        case torch::kInt64: return "I64";
        case torch::kInt32: return "I32";
        case torch::kUInt8: return "U8";
        default: throw std::logic_error("a checkpoint holds float32, int64, int32 and uint8 only");
    }
}

std::string describe(const std::string& dtype, at::IntArrayRef shape) {
    std::string text = dtype + " [";
    for (std::size_t place = 0; place < shape.size(); ++place) text += (place ? ", " : "") + std::to_string(shape[place]);
    return text + "]";
}

/// Arrays of a checkpoint by name; each is asked for by what the network expects.
class ArrayLookup {
public:
    explicit ArrayLookup(const std::vector<NamedArray>& arrays) {
        for (const NamedArray& array : arrays) arrays_[array.name] = &array;
    }

    void copy_into(torch::Tensor target, const std::string& name) const {
        const torch::NoGradGuard no_gradients;
        const std::string expected = describe(dtype_name(target.scalar_type()), target.sizes());
        const auto found = arrays_.find(name);
        if (found == arrays_.end()) fail(name, "is missing, expected " + expected);
        const NamedArray& array = *found->second;
        const std::string there = describe(array.dtype, array.shape);
        if (there != expected || array.bytes.size() != target.nbytes())
            fail(name, "expected " + expected + ", found " + there);
        target.copy_(torch::from_blob(const_cast<std::byte*>(array.bytes.data()), target.sizes(), target.scalar_type()));
    }

private:
    [[noreturn]] static void fail(const std::string& name, const std::string& problem) {
        throw Error({.where = "checkpoint, " + name,
                     .problem = problem,
                     .remedy = "resume with the configuration that the checkpoint was made with"});
    }

    std::map<std::string, const NamedArray*> arrays_;
};

/// The keys of a position that tell of the data.
constexpr std::array hash_keys{std::pair{"labels_sha256", &DataHashes::train_labels},
                               std::pair{"images_sha256", &DataHashes::train_images},
                               std::pair{"validation_labels_sha256", &DataHashes::validation_labels},
                               std::pair{"validation_images_sha256", &DataHashes::validation_images},
                               std::pair{"test_labels_sha256", &DataHashes::test_labels},
                               std::pair{"test_images_sha256", &DataHashes::test_images},
                               std::pair{"test_corrupted_labels_sha256", &DataHashes::test_corrupted_labels}};

/// Checkpoints of older versions have the first two keys only.
void require_same(const Checkpoint& checkpoint, const std::string& key, const std::string& now) {
    const auto then = checkpoint.position.find(key);
    if (then == checkpoint.position.end() || then->second == now) return;
    const bool of_images = key.find("images") != std::string::npos;
    throw Error(
        {.where = "checkpoint, position." + key,
         .problem = "the data is not what the run began with: " + then->second.substr(0, 12) + "... then, " +
                    now.substr(0, 12) + "... now",
         .remedy = std::string("restore the data set's files, ") +
                   (of_images ? "resume on the kind of processor that the run began on, since another may round scaled "
                                "images otherwise, "
                              : "") +
                   "or start a new run"});
}

}   // namespace

NamedArray named_array(const std::string& name, const torch::Tensor& tensor) {
    const torch::Tensor on_host = tensor.detach().cpu().contiguous();
    NamedArray array{.name = name, .dtype = dtype_name(on_host.scalar_type()), .shape = on_host.sizes().vec(), .bytes = {}};
    array.bytes.resize(on_host.nbytes());
    if (!array.bytes.empty()) std::memcpy(array.bytes.data(), on_host.const_data_ptr(), array.bytes.size());
    return array;
}

Checkpoint make_checkpoint(const TrainingParts& parts) {
    parts.network.settle_counts(parts.state.step);
    Checkpoint checkpoint;
    checkpoint.step = parts.state.step;
    for (const auto& [name, tensor] : weights(parts)) checkpoint.weights.push_back(named_array(name, tensor));
    for (const auto& [name, tensor] : remembered(parts)) checkpoint.state.push_back(named_array(name, tensor));
    for (const auto& [name, generator] : generators(parts))
        checkpoint.state.push_back(named_array(name, generator.get_state()));
    checkpoint.position = to_position(parts.state);
    for (const auto& [key, hash] : hash_keys) checkpoint.position[key] = parts.hashes.*hash;
    return checkpoint;
}

void restore_checkpoint(const Checkpoint& checkpoint, TrainingParts& parts) {
    for (const auto& [key, hash] : hash_keys) require_same(checkpoint, key, parts.hashes.*hash);
    const ArrayLookup saved_weights(checkpoint.weights);
    for (const auto& [name, tensor] : weights(parts)) saved_weights.copy_into(tensor, name);
    const ArrayLookup state(checkpoint.state);
    for (const auto& [name, tensor] : remembered(parts)) state.copy_into(tensor, name);
    for (auto& [name, generator] : generators(parts)) {
        const torch::Tensor position = generator.get_state();
        state.copy_into(position, name);
        generator.set_state(position);
    }
    parts.state = from_position(checkpoint.position);
}

}   // namespace overfit
