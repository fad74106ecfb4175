#pragma once

namespace overfit::cli {

/// What the terminal program tells the shell.
enum class ExitCode : int {
    Done = 0,
    Failed = 1,      // message on stderr
    WrongUse = 2,    // a command, configuration or file that the user has to change
    Stopped = 130,   // by the user; the run folder is complete and can be resumed
};

}   // namespace overfit::cli
