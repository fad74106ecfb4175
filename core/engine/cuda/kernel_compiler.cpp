#include "core/engine/cuda/kernel_compiler.h"

#include <cstddef>
#include <dlfcn.h>
#include <type_traits>
#include <utility>
#include <vector>

namespace overfit {

namespace {

using Program = void*;

/// What is needed of NVRTC (its header does not come with LibTorch). Each returns 0 where all is well.
struct Nvrtc {
    int (*create)(Program*, const char* text, const char* name, int headers, const char* const* contents,
                  const char* const* paths) = nullptr;
    int (*destroy)(Program*) = nullptr;
    int (*compile)(Program, int options, const char* const* texts) = nullptr;
    int (*code_size)(Program, std::size_t*) = nullptr;
    int (*code)(Program, char*) = nullptr;
    int (*log_size)(Program, std::size_t*) = nullptr;
    int (*log)(Program, char*) = nullptr;

    std::string problem;

    explicit Nvrtc(const std::string& path) {
        void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) {
            problem = ::dlerror();
            return;
        }
        const auto find = [&](auto& function, const char* name) {
            function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(::dlsym(library, name));
            if (function == nullptr) problem = path + " has no " + name;
        };
        find(create, "nvrtcCreateProgram");
        find(destroy, "nvrtcDestroyProgram");
        find(compile, "nvrtcCompileProgram");
        find(code_size, "nvrtcGetCUBINSize");
        find(code, "nvrtcGetCUBIN");
        find(log_size, "nvrtcGetProgramLogSize");
        find(log, "nvrtcGetProgramLog");
    }
};

/// What NVRTC writes in two calls: its size, then the bytes.
template <typename Size, typename Bytes>
std::string text_from(Program program, const Size& size_of, const Bytes& bytes_of) {
    std::size_t size = 0;
    if (size_of(program, &size) != 0) return {};
    std::string text(size, '\0');
    return bytes_of(program, text.data()) == 0 ? text : std::string();
}

CompiledKernels compile(const Nvrtc& nvrtc, Program program, const std::string& architecture) {
    const std::string target = "--gpu-architecture=" + architecture;
    const char* options[] = {target.c_str(), "--std=c++20"};
    if (nvrtc.compile(program, 2, options) != 0) {
        const std::string log = text_from(program, nvrtc.log_size, nvrtc.log);
        return {.code = {}, .problem = "NVRTC cannot compile them for " + architecture + ": " + log.c_str()};
    }
    std::string code = text_from(program, nvrtc.code_size, nvrtc.code);
    const bool empty = code.empty();
    return {.code = std::move(code), .problem = empty ? "NVRTC made no code for " + architecture : ""};
}

}   // namespace

CompiledKernels compile_kernels(const std::string& nvrtc_path, const std::string& architecture) {
    const Nvrtc nvrtc(nvrtc_path);
    if (!nvrtc.problem.empty()) return {.code = {}, .problem = nvrtc.problem};
    std::vector<const char*> paths, contents;
    for (const KernelSource& source : kernel_sources()) {
        paths.push_back(source.path);
        contents.push_back(source.content);
    }
    Program program = nullptr;
    if (nvrtc.create(&program, "#include \"core/engine/kernels/all_kernels.cuh\"\n", "overfit.cu",
                     static_cast<int>(paths.size()), contents.data(), paths.data()) != 0) {
        return {.code = {}, .problem = "NVRTC refuses the kernels' source"};
    }
    CompiledKernels compiled = compile(nvrtc, program, architecture);
    nvrtc.destroy(&program);
    return compiled;
}

}   // namespace overfit
