#pragma once

#include <string>
#include <string_view>

namespace overfit::cli {

/// Writes text to stdout as it is. A closed pipe is no error here: finish_output() tells.
void out(std::string_view text);

/// The same with a newline, written through at once so that a reader of the pipe sees it.
void out_line(std::string_view text);

/// "overfit: message" on stderr.
void say_error(std::string_view message);

/// Flushes stdout. False when something could not be written (a full disk, not a reader that went away).
bool finish_output();

/// Whether stdout is a terminal that understands "back to the line's start".
bool stdout_is_terminal();

/// Columns of that terminal; 80 when it does not say.
int terminal_width();

}   // namespace overfit::cli
