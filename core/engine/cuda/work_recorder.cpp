#include "core/engine/cuda/work_recorder.h"

#include <string_view>

namespace overfit {

namespace {

std::string first_line(const c10::Error& error) {
    const std::string_view text = error.what_without_backtrace();
    return std::string(text.substr(0, text.find('\n')));
}

}   // namespace

std::string why_not_recorded(WorkRecorder& recorder, const std::function<void()>& record) {
    std::string why;
    try {
        record();
        return why;
    } catch (const c10::OutOfMemoryError&) {
        why = "there is not enough memory for a recording";
    } catch (const c10::Error& error) {
        why = "LibTorch could not record one (" + first_line(error) + ")";
    }
    recorder.release_memory();
    return why;
}

}   // namespace overfit
