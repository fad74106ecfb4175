#pragma once

#include "core/data/image_cache_file.h"
#include "core/data/image_reader.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace overfit {

/// How reading that takes long is stopped, and who hears of it ("decoding train images: 1,200 of 50,000"). Either may be
/// missing.
struct ReadingProgress {
    std::stop_token stop = {};
    std::function<void(std::string_view)> tell = {};
};

/// A cache that fits, and what a person should know of it: where it lies when that is not beside the data.
struct OpenedCache {
    std::shared_ptr<const ImageCache> images;
    std::string note;
};

/// The photographs of `half` at `indices`, decoded: opens their cache, or makes it first where there is none, it is damaged
/// or of another version, or a file's name, size or time of change is another than when it was made. It lies in the folder
/// .overfit-cache beside the data, or in the user's cache folder where the former cannot be written. Takes a few dozen
/// megabytes of memory, however many images there are. Two programs that want the same cache: the second waits for the
/// first. Throws Error when the disk is full, Stopped when that is asked for, and what decode_photographs() throws.
OpenedCache open_image_cache(const ImageSet& half, std::span<const std::int64_t> indices, const DecodingPlan& plan,
                             std::span<const std::string> class_names, const ReadingProgress& progress);

/// Some images of a cache, in an order of their own.
class CachedImages : public ImageReader {
public:
    /// places: of the images in the cache.
    CachedImages(std::shared_ptr<const ImageCache> cache, std::vector<std::int64_t> places)
        : cache_(std::move(cache)), places_(std::move(places)) {}

    ImageShape shape() const override { return cache_->facts().shape; }
    std::int64_t size() const override { return static_cast<std::int64_t>(places_.size()); }
    void read(std::int64_t place, std::span<std::uint8_t> pixels) const override {
        cache_->read(places_[static_cast<std::size_t>(place)], pixels);
    }
    void will_read(std::int64_t place) const override { cache_->will_read(places_[static_cast<std::size_t>(place)]); }

private:
    std::shared_ptr<const ImageCache> cache_;
    std::vector<std::int64_t> places_;
};

/// The folders where caches of this data lie: beside it, and the user's.
std::vector<std::filesystem::path> image_cache_folders(const std::filesystem::path& data_folder);

/// Where the caches of all data lie that cannot be written: ${XDG_CACHE_HOME:-~/.cache}/overfit-workbench/images.
std::filesystem::path user_image_caches();

struct CacheFile {
    std::filesystem::path file;
    std::uint64_t bytes = 0;
};

/// The caches below a folder, also those that were not finished; a folder that is not there has none.
std::vector<CacheFile> find_image_caches(const std::filesystem::path& folder);

}   // namespace overfit
