#pragma once

#include <stdexcept>
#include <string>

namespace overfit {

/// What core throws when something outside of the program is wrong: a file, a folder, a device, a library.
/// Caught in two places only, the terminal program's main() and the window's training worker.
/// Mistakes in a configuration are values instead (`Problem`, core/config/config_check.h).
class Error : public std::runtime_error {
public:
    struct Parts {
        std::string where;     // the file, folder, key or device it is about; may be empty
        std::string problem;   // what is wrong: expected and found
        std::string remedy;    // what to do; may be empty
    };

    explicit Error(Parts parts);

    const Parts& parts() const noexcept { return parts_; }

private:
    Parts parts_;
};

/// A wrong use of the program (exit code 2): a configuration, an argument or a file that the user has to change.
class UsageError : public Error {
public:
    using Error::Error;
};

}   // namespace overfit
