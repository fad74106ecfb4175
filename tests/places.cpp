#include "tests/places.h"

namespace overfit::places {

const char* const source_dir = OVERFIT_SOURCE_DIR;
const char* const bin_dir = OVERFIT_BIN_DIR;

}   // namespace overfit::places
