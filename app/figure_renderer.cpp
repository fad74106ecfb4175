#include "app/figure_renderer.h"

#include "app/console/output.h"
#include "core/support/error.h"

#include <cerrno>
#include <cstring>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace overfit::cli {

namespace fs = std::filesystem;

namespace {

/// The environment with Qt's off-screen platform: a machine without a display draws too.
std::vector<std::string> off_screen_environment() {
    constexpr std::string_view platform = "QT_QPA_PLATFORM=";
    std::vector<std::string> environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        if (!std::string_view(*entry).starts_with(platform)) environment.emplace_back(*entry);
    }
    environment.push_back(std::string(platform) + "offscreen");
    return environment;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

/// Runs a program to its end; its exit code, or -1 when a signal ended it.
int run_to_end(const fs::path& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program.string());
    std::vector<std::string> environment = off_screen_environment();
    pid_t child = 0;
    const int failure =
        posix_spawn(&child, program.c_str(), nullptr, nullptr, pointers(arguments).data(), pointers(environment).data());
    if (failure != 0) throw Error({.where = program.string(), .problem = std::strerror(failure), .remedy = ""});
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::vector<std::string> arguments_for(const ExportRequest& request, const fs::path& file) {
    std::vector<std::string> arguments{"--export-figure", fs::absolute(file).string(), export_request_to_json(request)};
    for (const fs::path& run : request.curves.runs) arguments.push_back(fs::absolute(run).string());
    return arguments;
}

}   // namespace

fs::path figure_program() {
    std::error_code problem;
    const fs::path self = fs::read_symlink("/proc/self/exe", problem);
    if (problem) return {};
    const fs::path program = self.parent_path() / "overfit-workbench";
    return access(program.c_str(), X_OK) == 0 ? program : fs::path();
}

void render_figure(const ExportRequest& request, const fs::path& file) {
    check_figure(request.figure);
    const fs::path program = figure_program();
    if (program.empty()) {
        throw Error({.where = file.string(),
                     .problem = "overfit-workbench, which draws the charts, is not beside this program",
                     .remedy = "build it (it needs Qt 6), or export --csv and draw elsewhere"});
    }
    finish_output();
    const int code = run_to_end(program, arguments_for(request, file));
    std::error_code problem;
    if (code == 0 && fs::exists(file, problem)) return;
    throw Error({.where = file.string(),
                 .problem = code < 0 ? "overfit-workbench ended without drawing it"
                                     : "overfit-workbench did not draw it (exit code " + std::to_string(code) + ")",
                 .remedy = "see its message above"});
}

}   // namespace overfit::cli
