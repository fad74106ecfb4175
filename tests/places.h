#pragma once

namespace overfit::places {

// Absolute paths, in one compiled file: a definition on every test would keep checkouts from sharing their compiled tests.
extern const char* const source_dir;   // the checkout
extern const char* const bin_dir;      // the built programs

}   // namespace overfit::places
