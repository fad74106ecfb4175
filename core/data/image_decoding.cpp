#include "core/data/image_decoding.h"

#include "core/data/geometry.h"
#include "core/data/image_file.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <fmt/format.h>
#include <mutex>
#include <optional>
#include <thread>
#include <unistd.h>

namespace overfit {

namespace {

constexpr std::size_t most_named = 10;   // files in a note; the count is whole

/// What became of one file.
struct Outcome {
    std::string problem;   // why it is left out; empty when it was read
    ColourConversion conversion = ColourConversion::None;
};

std::string count_of(std::size_t count) { return with_thousands(static_cast<std::int64_t>(count)); }

std::string size_text(const ImageShape& shape) { return fmt::format("{} x {}", shape.width, shape.height); }

[[noreturn]] void refuse(const std::filesystem::path& file, std::string problem, std::string remedy) {
    throw UsageError({.where = file.string(), .problem = std::move(problem), .remedy = std::move(remedy)});
}

/// The shape that an image of this shape is given.
ImageShape final_shape(ImageShape shape, const DecodedSize& size) {
    if (size.resize > 0) shape = with_shorter_side(shape, size.resize);
    const std::int64_t side = size.crop > 0 ? size.crop : size.resize;
    if (side > 0) shape.height = shape.width = static_cast<int>(side);
    return shape;
}

/// Calls `work(index)` for every index below `count`, on all processors. The first exception ends it and is thrown on.
template <typename Work>
void in_parallel(std::size_t count, const Work& work) {
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto loop = [&] {
        for (std::size_t index = next++; index < count; index = next++) {
            try {
                work(index);
            } catch (...) {
                const std::lock_guard lock(mutex);
                if (!failure) failure = std::current_exception();
                next = count;
            }
        }
    };
    {
        const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
        std::vector<std::jthread> helpers;
        for (std::size_t helper = 1; helper < std::min(most, count); ++helper) helpers.emplace_back(loop);
        loop();
    }
    if (failure) std::rethrow_exception(failure);
}

/// The first image that can be read decides the shape of all, unless `size` fixes it.
ImageShape common_shape(std::span<const LabelledFile> files, const DecodedSize& size) {
    if (size.crop > 0 || size.resize > 0) return final_shape({.channels = 3, .height = 1, .width = 1}, size);
    for (const LabelledFile& file : files) {
        try {
            return decode_image(file.file).shape;
        } catch (const Error&) {
            continue;   // noted when it is its turn
        }
    }
    return {.channels = 3, .height = 1, .width = 1};
}

void require_memory(std::size_t count, const ImageShape& shape, std::string_view what) {
    const double wanted = static_cast<double>(count) * static_cast<double>(shape.values());
    const double memory = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGE_SIZE));
    if (wanted <= memory / 2) return;
    throw UsageError(
        {.where = "data.dataset",
         .problem = fmt::format("{} {} of {} take {:.1f} GB, more than half of this machine's {:.1f} GB of memory",
                                count_of(count), what, size_text(shape), wanted / 1e9, memory / 1e9),
         .remedy = "take a smaller data.resize or data.crop, or a folder with fewer images"});
}

/// A thin image, scaled so that its shorter side fits, can become larger than the memory.
void require_sane_scaling(const LabelledFile& file, const ImageShape& shape, const DecodedSize& size) {
    if (size.resize == 0) return;
    const ImageShape scaled = with_shorter_side(shape, size.resize);
    if (std::int64_t{scaled.height} * scaled.width <= most_pixels) return;
    refuse(file.file,
           fmt::format("expected at most {} pixels after data.resize, found {}", with_thousands(most_pixels),
                       size_text(scaled)),
           "take the image out, or set a smaller data.resize");
}

/// Scales and crops one image and writes it, channels first, to `out`.
void place_image(const LabelledFile& file, const DecodedImage& image, const DecodedSize& size, const ImageShape& shape,
                 std::span<std::uint8_t> out) {
    ImageShape scaled = image.shape;
    std::vector<std::uint8_t> pixels;
    if (size.resize > 0) {
        scaled = with_shorter_side(image.shape, size.resize);
        pixels = resampled(image.pixels, image.shape, scaled.height, scaled.width);
    }
    const std::vector<std::uint8_t>& source = size.resize > 0 ? pixels : image.pixels;
    if (scaled.height < shape.height || scaled.width < shape.width) {
        refuse(file.file, fmt::format("expected an image of at least {}, found {}", size_text(shape), size_text(scaled)),
               "set data.resize, so that all images become large enough, or a smaller data.crop");
    }
    const bool fixed = size.crop > 0 || size.resize > 0;
    if (!fixed && scaled != shape) {
        refuse(file.file,
               fmt::format("the images differ in size: the first is {}, this one {}", size_text(shape), size_text(scaled)),
               "set data.resize to the side that all of them get");
    }
    const std::size_t top = static_cast<std::size_t>(scaled.height - shape.height) / 2;
    const std::size_t left = static_cast<std::size_t>(scaled.width - shape.width) / 2;
    const std::size_t height = shape.height, width = shape.width, channels = 3;
    for (std::size_t y = 0; y < height; ++y) {
        const std::size_t row = ((top + y) * static_cast<std::size_t>(scaled.width) + left) * channels;
        for (std::size_t x = 0; x < width; ++x) {
            for (std::size_t channel = 0; channel < channels; ++channel) {
                out[(channel * height + y) * width + x] = source[row + x * channels + channel];
            }
        }
    }
}

/// Takes the images out that could not be read, and tells which.
void drop_unreadable(DecodedFiles& decoded, std::span<const LabelledFile> files, std::span<const Outcome> outcomes,
                     std::string_view what) {
    ImageSet& set = decoded.images;
    const std::size_t values = set.shape.values();
    std::size_t kept = 0;
    std::vector<std::string> named;
    for (std::size_t index = 0; index < files.size(); ++index) {
        if (!outcomes[index].problem.empty()) {
            if (named.size() < most_named) named.push_back(outcomes[index].problem);
            continue;
        }
        if (kept != index) {
            const auto from = set.pixels.begin() + static_cast<std::ptrdiff_t>(index * values);
            std::copy(from, from + static_cast<std::ptrdiff_t>(values),
                      set.pixels.begin() + static_cast<std::ptrdiff_t>(kept * values));
            set.labels[kept] = set.labels[index];
        }
        ++kept;
    }
    const std::size_t dropped = files.size() - kept;
    if (dropped == 0) return;
    set.pixels.resize(kept * values);
    set.labels.resize(kept);
    const std::string more = dropped > named.size() ? fmt::format("; and {} more", count_of(dropped - named.size())) : "";
    decoded.notes.push_back(fmt::format("{} of {} {} could not be read and are left out: {}{}", count_of(dropped),
                                        count_of(files.size()), what, join(named, "; "), more));
}

void note_conversions(DecodedFiles& decoded, std::span<const Outcome> outcomes, std::string_view what) {
    const auto note = [&](ColourConversion conversion, std::string_view name) {
        const auto count = std::ranges::count(outcomes, conversion, &Outcome::conversion);
        if (count == 0) return;
        decoded.notes.push_back(fmt::format("{} of {} {} are {} and were converted to red, green and blue",
                                            count_of(static_cast<std::size_t>(count)), count_of(outcomes.size()), what,
                                            name));
    };
    note(ColourConversion::FromGrey, "grey");
    note(ColourConversion::FromCmyk, "in printing inks (CMYK)");
}

}   // namespace

DecodedFiles decode_files(std::span<const LabelledFile> files, const DecodedSize& size, std::string_view what,
                          const std::stop_token& stop) {
    DecodedFiles decoded;
    ImageSet& set = decoded.images;
    set.shape = common_shape(files, size);
    require_memory(files.size(), set.shape, what);
    const std::size_t values = set.shape.values();
    set.pixels.resize(files.size() * values);
    for (const LabelledFile& file : files) set.labels.push_back(file.label);
    std::vector<Outcome> outcomes(files.size());
    in_parallel(files.size(), [&](std::size_t index) {
        throw_if_stopped(stop);
        std::optional<DecodedImage> image;
        try {
            image = decode_image(files[index].file);
            require_sane_scaling(files[index], image->shape, size);
        } catch (const Error& error) {
            outcomes[index].problem = fmt::format("{}: {}", error.parts().where, error.parts().problem);
            return;
        }
        outcomes[index].conversion = image->conversion;
        place_image(files[index], *image, size, set.shape, std::span(set.pixels).subspan(index * values, values));
    });
    drop_unreadable(decoded, files, outcomes, what);
    note_conversions(decoded, outcomes, what);
    return decoded;
}

void require_every_class(const ImageSet& half, std::span<const std::string> class_names, const std::filesystem::path& folder,
                         std::string_view what) {
    std::vector<bool> seen(class_names.size(), false);
    for (const std::uint16_t label : half.labels) seen[label] = true;
    std::vector<std::string> empty;
    for (std::size_t label = 0; label < seen.size(); ++label) {
        if (!seen[label] && empty.size() < most_named) empty.push_back(class_names[label]);
    }
    if (empty.empty()) return;
    throw Error({.where = folder.string(),
                 .problem = fmt::format("expected {} of every class, found none of {}", what, join(empty)),
                 .remedy = "add images, or take the class out of both halves"});
}

}   // namespace overfit
