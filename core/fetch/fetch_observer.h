#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace overfit {

/// How far the fetching of a data set is.
struct FetchProgress {
    std::string file;                              // "cifar-10-binary.tar.gz"
    std::size_t file_number = 1, file_count = 1;   // 1-based
    std::uint64_t done_bytes = 0;                  // of this file, those of an earlier attempt included
    std::uint64_t total_bytes = 0;                 // 0 = not known
    double bytes_per_second = 0.0;                 // over the last seconds; 0 = not known yet
    std::optional<double> seconds_left;            // of this file
};

/// Hears how it goes on. Called on the thread that fetches; return quickly.
class FetchObserver {
public:
    virtual ~FetchObserver() = default;

    virtual void on_phase(std::string_view) {}          // "fetching", "checking", "unpacking"
    virtual void on_progress(const FetchProgress&) {}   // at most ten times a second, and at the end of a file
    virtual void on_note(std::string_view) {}           // one sentence a person should know: a retry, a weaker checksum
};

}   // namespace overfit
