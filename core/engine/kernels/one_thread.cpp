#include "core/engine/kernels/one_thread.h"

#include <ATen/Parallel.h>

#include <omp.h>

/// MKL's, of the calling thread: 0 for "as all of the process". Not there where LibTorch was built with another library.
extern "C" int MKL_Set_Num_Threads_Local(int threads) __attribute__((weak));

namespace overfit {

namespace {

/// LibTorch sets a thread's counts when the thread first asks: the library and what its headers have compiled into ours keep
/// that in mind each for itself. Done before, they do not undo the one thread.
int initialised_thread_count() {
    at::internal::lazy_init_num_threads();
    return at::get_num_threads();
}

}   // namespace

OnOneThread::OnOneThread() : openmp_before_(initialised_thread_count()) {
    // Of this thread alone; at::set_num_threads() would also change what threads begin with later, and empty oneDNN's cache.
    omp_set_num_threads(1);
    if (MKL_Set_Num_Threads_Local != nullptr) mkl_before_ = MKL_Set_Num_Threads_Local(1);
}

OnOneThread::~OnOneThread() {
    if (MKL_Set_Num_Threads_Local != nullptr) MKL_Set_Num_Threads_Local(mkl_before_);
    omp_set_num_threads(openmp_before_);
}

}   // namespace overfit
