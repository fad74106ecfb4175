#include "core/engine/tensors/read_ahead_images.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <numeric>
#include <span>
#include <stop_token>
#include <thread>
#include <utility>

namespace overfit {

namespace {

constexpr std::size_t most_batches = 4;                        // read ahead, at most
constexpr std::int64_t most_bytes = std::int64_t{256} << 20;   // likewise, but for one batch

/// The batches of a pass, in order. The first next() tells how large they are and starts the thread; the thread ends with
/// the pass, within one image.
class ReadAhead : public ImagePass {
public:
    ReadAhead(const ImageReader& reader, std::vector<std::int64_t> order, const torch::Device& device)
        : reader_(reader), order_(std::move(order)), device_(device), shape_(reader.shape()) {}

    torch::Tensor next(std::int64_t count) override {
        if (!thread_.joinable()) start(count);
        std::vector<torch::Tensor> parts;   // one, unless `count` changes within the pass
        for (std::int64_t wanted = count; wanted > 0;) {
            if (!current_.defined()) current_ = wait_for_batch();
            const std::int64_t length = std::min(wanted, current_.size(0));
            parts.push_back(current_.narrow(0, 0, length));
            current_ = length < current_.size(0) ? current_.narrow(0, length, current_.size(0) - length) : torch::Tensor();
            wanted -= length;
        }
        const torch::Tensor batch = parts.size() == 1 ? parts.front() : torch::cat(parts);
        // A pinned batch may be dropped at once: the allocator keeps it until the copy is done.
        return batch.to(device_, /*non_blocking=*/true);
    }

private:
    void start(std::int64_t batch) {
        batch_ = batch;
        const std::int64_t bytes = batch * static_cast<std::int64_t>(shape_.values());
        ahead_ = std::clamp<std::size_t>(static_cast<std::size_t>(most_bytes / bytes), 1, most_batches);
        thread_ = std::jthread([this](const std::stop_token& stop) { read_all(stop); });
    }

    torch::Tensor wait_for_batch() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !ready_.empty() || failure_; });
        if (ready_.empty()) std::rethrow_exception(failure_);
        torch::Tensor batch = std::move(ready_.front());
        ready_.pop_front();
        changed_.notify_all();
        return batch;
    }

    void read_all(const std::stop_token& stop) {
        try {
            std::span<const std::int64_t> left(order_);
            announce(left.first(std::min<std::size_t>(left.size(), batch_)));
            while (!left.empty() && !stop.stop_requested()) {
                const std::size_t length = std::min<std::size_t>(left.size(), batch_);
                const std::span<const std::int64_t> after = left.subspan(length);
                announce(after.first(std::min<std::size_t>(after.size(), batch_)));
                torch::Tensor batch = read(left.first(length), stop);
                left = after;
                std::unique_lock lock(mutex_);
                if (!changed_.wait(lock, stop, [this] { return ready_.size() < ahead_; })) return;
                ready_.push_back(std::move(batch));
                changed_.notify_all();
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            failure_ = std::current_exception();
            changed_.notify_all();
        }
    }

    void announce(std::span<const std::int64_t> places) const {
        for (const std::int64_t place : places) reader_.will_read(place);
    }

    torch::Tensor read(std::span<const std::int64_t> places, const std::stop_token& stop) const {
        const std::size_t values = shape_.values();
        torch::Tensor batch =
            torch::empty({static_cast<std::int64_t>(places.size()), shape_.channels, shape_.height, shape_.width},
                         torch::TensorOptions(torch::kUInt8).pinned_memory(device_.is_cuda()));
        std::uint8_t* out = batch.data_ptr<std::uint8_t>();
        for (const std::int64_t place : places) {
            if (stop.stop_requested()) break;
            reader_.read(place, {out, values});
            out += values;
        }
        return batch;
    }

    const ImageReader& reader_;
    const std::vector<std::int64_t> order_;
    const torch::Device device_;
    const ImageShape shape_;
    std::int64_t batch_ = 0;
    std::size_t ahead_ = 0;
    torch::Tensor current_;   // what the last next() left of a batch

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<torch::Tensor> ready_;
    std::exception_ptr failure_;
    std::jthread thread_;   // last: ends before what it uses
};

}   // namespace

std::vector<std::int64_t> ReadAheadImages::sizes() const {
    const ImageShape shape = reader_->shape();
    return {reader_->size(), shape.channels, shape.height, shape.width};
}

std::unique_ptr<ImagePass> ReadAheadImages::in_order() const {
    std::vector<std::int64_t> order(static_cast<std::size_t>(reader_->size()));
    std::iota(order.begin(), order.end(), std::int64_t{0});
    return std::make_unique<ReadAhead>(*reader_, std::move(order), device_);
}

std::unique_ptr<ImagePass> ReadAheadImages::shuffled(const torch::Tensor& order) const {
    const torch::Tensor places = order.contiguous();
    const auto* first = places.const_data_ptr<std::int64_t>();
    return std::make_unique<ReadAhead>(*reader_, std::vector<std::int64_t>(first, first + places.numel()), device_);
}

}   // namespace overfit
