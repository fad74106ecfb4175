#include "core/engine/cuda/work_recorder.h"

#include "core/support/first_line.h"

namespace overfit {

std::string why_not_recorded(WorkRecorder& recorder, const std::function<void()>& record) {
    std::string why;
    try {
        record();
        return why;
    } catch (const c10::OutOfMemoryError&) {
        why = "there is not enough memory for a recording";
    } catch (const c10::Error& error) {
        why = "LibTorch could not record one (" + first_line(error.what_without_backtrace()) + ")";
    }
    recorder.release_memory();
    return why;
}

}   // namespace overfit
