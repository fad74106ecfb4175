#pragma once

#include "core/data/dataset_source.h"
#include "core/fetch/fetch_observer.h"
#include "core/fetch/http_download.h"

#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace overfit {

struct FetchOptions {
    std::string from;     // a mirror: the address or path of the file, or of the folder that holds the files; "" = official
    bool again = false;   // also when the set is there
    DownloadLimits limits;   // sizes are filled in
};

enum class FetchEnd { Fetched, AlreadyThere, Stopped };

struct FetchResult {
    FetchEnd end = FetchEnd::Fetched;
    std::filesystem::path folder;   // where the set is; Stopped: where the parts are kept, if any came
};

/// Fetches a data set into the first of `roots`, in torchvision's layout: downloads what is missing (going on where an
/// earlier attempt broke off), compares checksums before anything is opened, takes only the expected files out of an archive
/// and puts them in place by renaming. Parts lie in ROOT/.downloads until then; a stopped or failed fetch leaves nothing
/// else. Reports to the observer on the calling thread. Throws UsageError for a set that cannot be fetched, Error (where,
/// what, what to do) for no network, a wrong answer, wrong bytes, a full disk or a folder that cannot be written.
FetchResult fetch_dataset(std::string_view name, std::span<const std::filesystem::path> roots, const FetchOptions& options,
                          FetchObserver& observer, const std::stop_token& stop = {});

/// The same for a source of the caller's: the set is not looked for first.
FetchResult fetch_source(std::string_view name, const DatasetSource& source, const std::filesystem::path& root,
                         const FetchOptions& options, FetchObserver& observer, const std::stop_token& stop = {});

/// What an earlier attempt left in the first of `roots`, from which the next one goes on: bytes of parts and of whole files.
/// 0 where there is nothing, and for a set that cannot be fetched.
std::uint64_t kept_bytes(std::string_view name, std::span<const std::filesystem::path> roots);

}   // namespace overfit
