#pragma once

#include "app/exit_code.h"

namespace overfit::cli {

/// The program `overfit`: reads the arguments, does the one command they name. All errors end here, as one message on
/// stderr.
ExitCode run_program(int argc, const char* const* argv);

}   // namespace overfit::cli
