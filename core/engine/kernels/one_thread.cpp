#include "core/engine/kernels/one_thread.h"

#include <ATen/Parallel.h>

#include <omp.h>

/// MKL's, of the calling thread: 0 for "as all of the process". Not there where LibTorch was built with another library.
extern "C" int MKL_Set_Num_Threads_Local(int threads) __attribute__((weak));

namespace overfit {

OnOneThread::OnOneThread() : openmp_before_((at::internal::lazy_init_num_threads(), omp_get_max_threads())) {
    omp_set_num_threads(1);   // of this thread alone; at::set_num_threads() would change MKL's of all threads
    if (MKL_Set_Num_Threads_Local != nullptr) mkl_before_ = MKL_Set_Num_Threads_Local(1);
}

OnOneThread::~OnOneThread() {
    if (MKL_Set_Num_Threads_Local != nullptr) MKL_Set_Num_Threads_Local(mkl_before_);
    omp_set_num_threads(openmp_before_);
}

}   // namespace overfit
