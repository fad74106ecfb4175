#pragma once

#include <torch/torch.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace overfit {

/// Work that a device has been taught. Must not outlive its WorkRecorder, nor any tensor that the work uses.
class RecordedWork {
public:
    virtual ~RecordedWork() = default;

    /// Does the work again, on what its tensors hold by now, in the order of the caller's other operations. Does not wait
    /// for the device.
    virtual void replay() = 0;
};

/// Teaches a device a piece of work, so that it is started by one call instead of one an operation.
class WorkRecorder {
public:
    virtual ~WorkRecorder() = default;

    /// work: operations on tensors that are there before, and on temporary ones. It must not wait for the device, and what
    /// it takes from the host is frozen: shapes, numbers, choices. Before it is recorded it is done a few times in earnest,
    /// since libraries choose their algorithms at the first call; the caller puts back what that changed. Recordings of one
    /// recorder share their memory: nothing that the work allocates may be read after it. generators: all that the work
    /// draws from. Throws c10::Error where the work cannot be recorded, c10::OutOfMemoryError where memory does not suffice.
    /// Generators can be used afterwards, but where they stand is not told.
    virtual std::unique_ptr<RecordedWork> record(const std::function<void()>& work,
                                                 const std::vector<at::Generator>& generators) = 0;

    /// Gives back to the device what a failed recording, or recordings that are gone, have left.
    virtual void release_memory() = 0;
};

/// Calls `record`, which records something; returns why it could not, in words, after giving back the recorder's memory, or
/// nothing. Other exceptions than LibTorch's pass.
std::string why_not_recorded(WorkRecorder& recorder, const std::function<void()>& record);

}   // namespace overfit
