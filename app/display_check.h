#pragma once

#include <string>

namespace overfit {

/// Why no window can be opened here: nothing when one probably can. Looks at the environment only.
/// Names what to do instead: QT_QPA_PLATFORM=offscreen, or `overfit quick-start`.
std::string missing_display();

/// From here on Qt's own fatal "could not connect to display" ends the program with the same words and exit code 1, instead
/// of an abort with a core dump.
void explain_display_failures();

}   // namespace overfit
