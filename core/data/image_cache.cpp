#include "core/data/image_cache.h"

#include "core/data/photographs.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace overfit {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::string_view ending = ".images";
constexpr std::size_t bytes_at_once = std::size_t{64} << 20;   // decoded before they are written

/// All that decides what a cache holds.
struct Source {
    const ImageSet& half;
    std::span<const std::int64_t> indices;
    const DecodingPlan& plan;
    std::string sha256;

    const Photographs& photographs() const { return *half.photographs; }
    std::int64_t size() const { return static_cast<std::int64_t>(indices.size()); }
};

std::string hash_of(const ImageSet& half, std::span<const std::int64_t> indices, const DecodedSize& size) {
    Sha256 hash;
    hash.add(fmt::format("resize {} crop {}\n", size.resize, size.crop));
    for (const std::int64_t index : indices) {
        const auto at = static_cast<std::size_t>(index);
        const FileStamp& stamp = half.photographs->stamps[at];
        hash.add(
            fmt::format("{}{}{} {} {}\n", half.photographs->names[at], '\0', stamp.bytes, stamp.modified, half.labels[at]));
    }
    return hash.hex_digest();
}

/// "train-r256-c224.images"; of a subset with the beginning of a hash of what was chosen. Files that changed since keep the
/// name, so that the cache is replaced.
std::string name_of(const Source& source) {
    const std::string& what = source.photographs().what;
    std::string name =
        fmt::format("{}-r{}-c{}", what.substr(0, what.find(' ')), source.plan.size.resize, source.plan.size.crop);
    if (source.indices.size() < source.half.labels.size()) {
        name += '-' + sha256_hex(std::as_bytes(source.indices)).substr(0, 8);
    }
    return name.append(ending);
}

/// The cache, if it is whole and of this source.
std::shared_ptr<const ImageCache> fitting_cache(const fs::path& file, const Source& source) {
    std::error_code problem;
    if (!fs::exists(file, problem)) return nullptr;
    try {
        auto cache = std::make_shared<const ImageCache>(file);
        const ImageCacheFacts& facts = cache->facts();
        return facts.source_sha256 == source.sha256 && facts.shape == source.plan.shape ? cache : nullptr;
    } catch (const Error&) {
        return nullptr;   // of no use: made again
    }
}

bool can_be_written(const fs::path& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    return fs::is_directory(folder, problem) && ::access(folder.c_str(), W_OK | X_OK) == 0;
}

/// The right to write into a folder of caches, which the kernel drops with the process. Waits until it is free.
class FolderInUse {
public:
    FolderInUse(const fs::path& folder, const ReadingProgress& progress)
        : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        bool told = false;
        // Where a file system knows no locks there is no waiting: the last writer's rename counts.
        while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            if (progress.stop.stop_requested()) {
                ::close(descriptor_);
                throw Stopped();
            }
            if (!told && progress.tell) progress.tell("waiting for another program that decodes images of this folder");
            told = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
    }
    ~FolderInUse() { ::close(descriptor_); }
    FolderInUse(const FolderInUse&) = delete;
    FolderInUse& operator=(const FolderInUse&) = delete;

private:
    int descriptor_;
};

/// Tells at once and then every few seconds.
class Teller {
public:
    Teller(const ReadingProgress& progress, const Source& source) : progress_(progress), source_(source) {}

    void tell(std::int64_t done) {
        if (!progress_.tell || Clock::now() < next_) return;
        next_ = Clock::now() + std::chrono::seconds(5);
        progress_.tell(fmt::format("decoding {}, once: {} of {}", source_.photographs().what, with_thousands(done),
                                   with_thousands(source_.size())));
    }

private:
    const ReadingProgress& progress_;
    const Source& source_;
    Clock::time_point next_ = Clock::time_point::min();
};

void require_space(const fs::path& folder, const Source& source) {
    std::error_code problem;
    const fs::space_info space = fs::space(folder, problem);
    const std::uint64_t wanted = static_cast<std::uint64_t>(source.size()) * source.plan.shape.values();
    if (problem || wanted <= space.available) return;
    throw Error({.where = folder.string(),
                 .problem = fmt::format("{} decoded {} take {}, {} are free", with_thousands(source.size()),
                                        source.photographs().what, as_size(wanted), as_size(space.available)),
                 .remedy = "free space, or take a smaller data.resize, data.crop or data.train_examples"});
}

void make_cache(const fs::path& file, const Source& source, std::span<const std::string> class_names,
                const ReadingProgress& progress) {
    require_space(file.parent_path(), source);
    ImageCacheFacts facts{.shape = source.plan.shape,
                          .source_sha256 = source.sha256,
                          .places = {},
                          .labels = {},
                          .class_names = {class_names.begin(), class_names.end()},
                          .tally = {}};
    ImageCacheWriter writer(file);
    Teller teller(progress, source);
    const std::size_t at_once = std::clamp<std::size_t>(bytes_at_once / facts.shape.values(), 1, 4096);
    for (std::size_t first = 0; first < source.indices.size(); first += at_once) {
        teller.tell(static_cast<std::int64_t>(first));
        const std::size_t length = std::min(at_once, source.indices.size() - first);
        const DecodedFiles piece =
            decode_photographs(source.half, source.indices.subspan(first, length), source.plan, progress.stop);
        writer.add(piece.images.pixels, piece.images.shape);
        for (const std::int64_t place : piece.places) facts.places.push_back(place + static_cast<std::int64_t>(first));
        facts.labels.insert(facts.labels.end(), piece.images.labels.begin(), piece.images.labels.end());
        facts.tally.add(piece.tally);
    }
    writer.finish(facts);
}

fs::path users_folder(const fs::path& data_folder) {
    std::error_code problem;
    const fs::path whole = fs::weakly_canonical(data_folder, problem);
    const std::string& name = problem ? data_folder.native() : whole.native();
    return user_image_caches() / sha256_hex(std::as_bytes(std::span(name))).substr(0, 16);
}

}   // namespace

OpenedCache open_image_cache(const ImageSet& half, std::span<const std::int64_t> indices, const DecodingPlan& plan,
                             std::span<const std::string> class_names, const ReadingProgress& progress) {
    const Source source{.half = half, .indices = indices, .plan = plan, .sha256 = hash_of(half, indices, plan.size)};
    const fs::path& data = source.photographs().folder;
    const std::vector<fs::path> folders = image_cache_folders(data);
    const std::string name = name_of(source);
    const auto opened = [&](const fs::path& folder) -> OpenedCache {
        auto images = fitting_cache(folder / name, source);
        if (!images || folder == folders.front()) return {.images = std::move(images), .note = {}};
        return {.images = std::move(images),
                .note = fmt::format("the decoded {} lie in {}, since {} cannot be written", source.photographs().what,
                                    folder.string(), data.string())};
    };
    for (const fs::path& folder : folders) {
        if (OpenedCache cache = opened(folder); cache.images) return cache;
    }
    const auto place = std::ranges::find_if(folders, can_be_written);
    if (place == folders.end()) {
        throw Error({.where = folders.front().string(),
                     .problem = fmt::format("cannot be written, nor can {}", folders.back().string()),
                     .remedy = "make one of them writable, or set image_store: resident"});
    }
    const FolderInUse in_use(*place, progress);
    OpenedCache cache = opened(*place);   // another program may have made it meanwhile
    if (!cache.images) {
        make_cache(*place / name, source, class_names, progress);
        cache = opened(*place);
    }
    if (cache.images) return cache;
    throw Error({.where = (*place / name).string(),
                 .problem = "expected the images that were just written, found others",
                 .remedy = "see whether another program writes into this folder"});
}

fs::path user_image_caches() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    const fs::path base =
        cache != nullptr && *cache == '/' ? fs::path(cache) : fs::path(home == nullptr ? "/" : home) / ".cache";
    return base / "overfit-workbench" / "images";
}

std::vector<fs::path> image_cache_folders(const fs::path& data_folder) {
    return {data_folder / ".overfit-cache", users_folder(data_folder)};
}

std::vector<CacheFile> find_image_caches(const fs::path& folder) {
    std::vector<CacheFile> caches;
    std::error_code problem;
    for (auto entry = fs::recursive_directory_iterator(folder, problem); entry != fs::recursive_directory_iterator();
         entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        if (!entry->is_regular_file(problem) || !(name.ends_with(ending) || name.ends_with(".images.part"))) continue;
        caches.push_back({.file = entry->path(), .bytes = entry->file_size(problem)});
    }
    std::ranges::sort(caches, {}, &CacheFile::file);
    return caches;
}

}   // namespace overfit
