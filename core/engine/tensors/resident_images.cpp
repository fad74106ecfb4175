#include "core/engine/tensors/resident_images.h"

namespace overfit {

namespace {

/// Views of the images as they lie: nothing is copied.
class InOrder : public ImagePass {
public:
    explicit InOrder(torch::Tensor stored) : stored_(std::move(stored)) {}

    torch::Tensor next(std::int64_t count) override {
        const torch::Tensor batch = stored_.narrow(0, done_, count);
        done_ += count;
        return batch;
    }

private:
    torch::Tensor stored_;
    std::int64_t done_ = 0;
};

class Shuffled : public ImagePass {
public:
    Shuffled(torch::Tensor stored, const torch::Tensor& order)
        : stored_(std::move(stored)), order_(order.to(stored_.device())) {}

    torch::Tensor next(std::int64_t count) override {
        const torch::Tensor places = order_.narrow(0, done_, count);
        done_ += count;
        return images_at(stored_, places);
    }

private:
    torch::Tensor stored_, order_;
    std::int64_t done_ = 0;
};

}   // namespace

std::unique_ptr<ImagePass> ResidentImages::in_order() const { return std::make_unique<InOrder>(stored_); }

std::unique_ptr<ImagePass> ResidentImages::shuffled(const torch::Tensor& order) const {
    return std::make_unique<Shuffled>(stored_, order);
}

torch::Tensor images_at(const torch::Tensor& images, const torch::Tensor& indices) {
    if (images.suggest_memory_format() != at::MemoryFormat::ChannelsLast) return images.index_select(0, indices);
    // index_select writes in C order; on a view in memory order that is channels_last again.
    return images.permute({0, 2, 3, 1}).index_select(0, indices).permute({0, 3, 1, 2});
}

}   // namespace overfit
