#pragma once

#include "core/engine/cuda/work_recorder.h"

#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/library.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace overfit {

/// What recorders of tests have in common: warm-up as a GPU has it, counts, and a failure where a test asks for one.
class CountingRecorder : public WorkRecorder {
public:
    static constexpr int warm_up_runs = 3;

    std::unique_ptr<RecordedWork> record(const std::function<void()>& work,
                                         const std::vector<at::Generator>& generators) override {
        ++recordings;
        generators_seen = std::max(generators_seen, generators.size());
        for (int run = 0; run < warm_up_runs; ++run) work();
        if (recordings == fails_at) fail();
        return remember(work);
    }
    void release_memory() override { ++releases; }

    int recordings = 0, replays = 0, releases = 0;
    std::size_t generators_seen = 0;   // by one recording, at most
    int fails_at = 0;                  // counted from 1
    std::function<void()> fail;

protected:
    virtual std::unique_ptr<RecordedWork> remember(const std::function<void()>& work) = 0;
};

/// Does the work itself when it is to be replayed: any network and any operation.
class CallingRecorder : public CountingRecorder {
    class Work : public RecordedWork {
    public:
        Work(std::function<void()> work, int& replays) : work_(std::move(work)), replays_(replays) {}
        void replay() override {
            ++replays_;
            work_();
        }

    private:
        std::function<void()> work_;
        int& replays_;
    };

    std::unique_ptr<RecordedWork> remember(const std::function<void()>& work) override {
        return std::make_unique<Work>(work, replays);
    }
};

/// As a CUDA graph on the CPU: notes the operations that the work asks LibTorch for, below autograd, and calls those again
/// on the same tensors. So numbers from the host are frozen, and looking at a result cannot be recorded. What goes past the
/// dispatcher is not noted (core/engine/kernels: batch normalisation on a CPU).
class OperationRecorder : public CountingRecorder {
    struct Call {
        c10::OperatorHandle operation;
        torch::jit::Stack arguments, results;
    };

    class Work : public RecordedWork {
    public:
        Work(std::vector<Call> calls, int& replays) : calls_(std::move(calls)), replays_(replays) {}

        void replay() override {
            ++replays_;
            const at::AutoDispatchBelowADInplaceOrView below_autograd;
            for (const Call& call : calls_) {
                torch::jit::Stack stack = call.arguments;
                call.operation.callBoxed(stack);
                for (std::size_t place = 0; place < stack.size(); ++place) renew(call.results[place], stack[place]);
            }
        }

    private:
        /// Views and changes in place are their old selves; what is new is written where the old result lies.
        static void renew(const c10::IValue& old, const c10::IValue& now) {
            if (old.isTensor() && old.toTensor().defined()) {
                if (!old.toTensor().is_alias_of(now.toTensor())) old.toTensor().copy_(now.toTensor());
            } else if (old.isTensorList()) {
                const auto olds = old.toTensorVector(), nows = now.toTensorVector();
                for (std::size_t place = 0; place < olds.size(); ++place) renew(olds[place], nows[place]);
            }
        }

        std::vector<Call> calls_;
        int& replays_;
    };

    std::unique_ptr<RecordedWork> remember(const std::function<void()>& work) override {
        std::vector<Call> calls;
        noted_ = &calls;
        try {
            const c10::impl::IncludeDispatchKeyGuard include(c10::DispatchKey::Fake);
            work();
        } catch (...) {
            noted_ = nullptr;
            throw;
        }
        noted_ = nullptr;
        return std::make_unique<Work>(std::move(calls), replays);
    }

public:
    /// LibTorch calls it for every operation while work is recorded: the dispatch key Fake is nobody else's.
    static void note(const c10::OperatorHandle& operation, c10::DispatchKeySet keys, torch::jit::Stack* stack) {
        TORCH_CHECK(operation.operator_name().name != "aten::_local_scalar_dense", "the work looks at a result");
        const std::size_t count = operation.schema().arguments().size();
        Call call{.operation = operation,
                  .arguments = {stack->end() - static_cast<std::ptrdiff_t>(count), stack->end()},
                  .results = {}};
        {
            const c10::impl::ExcludeDispatchKeyGuard exclude(c10::DispatchKey::Fake);
            operation.redispatchBoxed(keys & c10::DispatchKeySet(c10::DispatchKeySet::FULL_AFTER, c10::DispatchKey::Fake),
                                      stack);
        }
        const std::size_t results = operation.schema().returns().size();
        call.results.assign(stack->end() - static_cast<std::ptrdiff_t>(results), stack->end());
        if (noted_ != nullptr) noted_->push_back(std::move(call));
    }

private:
    static inline thread_local std::vector<Call>* noted_ = nullptr;
};

TORCH_LIBRARY_IMPL(_, Fake, library) {
    library.fallback(torch::CppFunction::makeFromBoxedFunction<&OperationRecorder::note>());
}

}   // namespace overfit
