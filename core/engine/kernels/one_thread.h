#pragma once

namespace overfit {

/// While it lives, what the calling thread asks of LibTorch on a CPU takes no other thread: waking one costs some 50
/// microseconds, more than work on a few thousand numbers. Threads that wait stay where they are, and settings of other
/// threads are not touched.
class OnOneThread {
public:
    OnOneThread();
    ~OnOneThread();
    OnOneThread(const OnOneThread&) = delete;
    OnOneThread& operator=(const OnOneThread&) = delete;

private:
    int openmp_before_, mkl_before_ = 0;
};

}   // namespace overfit
