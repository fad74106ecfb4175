#include "core/data/image_decoding.h"

#include "core/data/geometry.h"
#include "core/data/image_file.h"
#include "core/data/photographs.h"
#include "core/support/error.h"
#include "core/support/in_parallel.h"
#include "core/support/memory_limit.h"
#include "core/support/stopped.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace overfit {

namespace {

constexpr std::size_t most_named = 10;   // files in a note; the count is whole

/// What became of one file.
struct Outcome {
    std::string problem;   // why it is left out; empty when it was read
    ColourConversion conversion = ColourConversion::None;
};

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

void require_memory(std::int64_t count, const ImageShape& shape, std::string_view what) {
    const double wanted = static_cast<double>(count) * static_cast<double>(shape.values());
    const auto memory = static_cast<double>(memory_limit());
    if (wanted <= memory / 2) return;
    throw UsageError(
        {.where = "data.dataset",
         .problem = fmt::format("{} {} of {} take {:.1f} GB, more than half of the {:.1f} GB of memory that may be used",
                                with_thousands(count), what, size_text(shape), wanted / 1e9, memory / 1e9),
         .remedy = "set image_store: auto, a smaller data.resize or data.crop, or fewer data.train_examples"});
}

/// A thin image, scaled so that its shorter side fits, can become larger than the memory.
void require_sane_scaling(const std::filesystem::path& file, const ImageShape& shape, const DecodedSize& size) {
    if (size.resize == 0) return;
    const ImageShape scaled = with_shorter_side(shape, size.resize);
    if (std::int64_t{scaled.height} * scaled.width <= most_pixels) return;
    refuse(file,
           fmt::format("expected at most {} pixels after data.resize, found {}", with_thousands(most_pixels),
                       size_text(scaled)),
           "take the image out, or set a smaller data.resize");
}

/// Scales and crops one image and writes it, channels first, to `out`.
void place_image(const std::filesystem::path& file, const DecodedImage& image, const DecodingPlan& plan,
                 std::span<std::uint8_t> out) {
    const DecodedSize& size = plan.size;
    const ImageShape& shape = plan.shape;
    ImageShape scaled = image.shape;
    std::vector<std::uint8_t> pixels;
    if (size.resize > 0) {
        scaled = with_shorter_side(image.shape, size.resize);
        pixels = resampled(image.pixels, image.shape, scaled.height, scaled.width);
    }
    const std::vector<std::uint8_t>& source = size.resize > 0 ? pixels : image.pixels;
    if (scaled.height < shape.height || scaled.width < shape.width) {
        refuse(file, fmt::format("expected an image of at least {}, found {}", size_text(shape), size_text(scaled)),
               "set data.resize, so that all images become large enough, or a smaller data.crop");
    }
    const bool fixed = size.crop > 0 || size.resize > 0;
    if (!fixed && scaled != shape) {
        refuse(file,
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

/// Takes the images out that could not be read.
void drop_unreadable(DecodedFiles& decoded, std::span<const Outcome> outcomes) {
    ImageSet& set = decoded.images;
    const std::size_t values = set.shape.values();
    std::size_t kept = 0;
    for (std::size_t place = 0; place < outcomes.size(); ++place) {
        if (!outcomes[place].problem.empty()) continue;
        if (kept != place) {
            const auto from = set.pixels.begin() + static_cast<std::ptrdiff_t>(place * values);
            std::copy(from, from + static_cast<std::ptrdiff_t>(values),
                      set.pixels.begin() + static_cast<std::ptrdiff_t>(kept * values));
            set.labels[kept] = set.labels[place];
        }
        decoded.places.push_back(static_cast<std::int64_t>(place));
        ++kept;
    }
    set.pixels.resize(kept * values);
    set.labels.resize(kept);
}

DecodingTally tally_of(std::span<const Outcome> outcomes) {
    DecodingTally tally{.files = static_cast<std::int64_t>(outcomes.size()), .problems = {}};
    for (const Outcome& outcome : outcomes) {
        if (!outcome.problem.empty()) {
            ++tally.unreadable;
            if (tally.problems.size() < most_named) tally.problems.push_back(outcome.problem);
        }
        if (outcome.conversion == ColourConversion::FromGrey) ++tally.grey;
        if (outcome.conversion == ColourConversion::FromCmyk) ++tally.inks;
    }
    return tally;
}

}   // namespace

DecodingPlan plan_decoding(const ImageSet& half, std::span<const std::int64_t> indices, const DecodedSize& size) {
    if (size.crop > 0 || size.resize > 0) return {size, final_shape({.channels = 3, .height = 1, .width = 1}, size)};
    for (const std::int64_t index : indices) {
        try {
            return {size, decode_image(half.photographs->file(index)).shape};
        } catch (const Error&) {
            continue;   // counted when it is its turn
        }
    }
    return {size, {.channels = 3, .height = 1, .width = 1}};
}

void DecodingTally::add(const DecodingTally& more) {
    files += more.files;
    unreadable += more.unreadable;
    grey += more.grey;
    inks += more.inks;
    problems.insert(problems.end(), more.problems.begin(), more.problems.end());
    problems.resize(std::min(problems.size(), most_named));
}

std::vector<std::string> DecodingTally::notes(std::string_view what) const {
    std::vector<std::string> lines;
    if (unreadable > 0) {
        const auto unnamed = unreadable - static_cast<std::int64_t>(problems.size());
        const std::string more = unnamed > 0 ? fmt::format("; and {} more", with_thousands(unnamed)) : "";
        lines.push_back(fmt::format("{} of {} {} could not be read and are left out: {}{}", with_thousands(unreadable),
                                    with_thousands(files), what, join(problems, "; "), more));
    }
    const auto note = [&](std::int64_t count, std::string_view name) {
        if (count == 0) return;
        lines.push_back(fmt::format("{} of {} {} are {} and were converted to red, green and blue", with_thousands(count),
                                    with_thousands(files), what, name));
    };
    note(grey, "grey");
    note(inks, "in printing inks (CMYK)");
    return lines;
}

DecodedFiles decode_photographs(const ImageSet& half, std::span<const std::int64_t> indices, const DecodingPlan& plan,
                                const std::stop_token& stop) {
    DecodedFiles decoded;
    ImageSet& set = decoded.images;
    set.shape = plan.shape;
    require_memory(static_cast<std::int64_t>(indices.size()), set.shape, half.photographs->what);
    const std::size_t values = set.shape.values();
    set.pixels.resize(indices.size() * values);
    set.labels.reserve(indices.size());
    for (const std::int64_t index : indices) set.labels.push_back(half.labels[static_cast<std::size_t>(index)]);
    std::vector<Outcome> outcomes(indices.size());
    in_parallel(
        indices.size(),
        [&](std::size_t place) {
            throw_if_stopped(stop);
            const std::filesystem::path file = half.photographs->file(indices[place]);
            std::optional<DecodedImage> image;
            try {
                image = decode_image(file);
                require_sane_scaling(file, image->shape, plan.size);
            } catch (const Error& error) {
                outcomes[place].problem = fmt::format("{}: {}", error.parts().where, error.parts().problem);
                return;
            }
            outcomes[place].conversion = image->conversion;
            place_image(file, *image, plan, std::span(set.pixels).subspan(place * values, values));
        },
        plan.threads);
    decoded.tally = tally_of(outcomes);
    drop_unreadable(decoded, outcomes);
    return decoded;
}

void require_every_class(std::span<const std::uint16_t> labels, std::span<const std::string> class_names,
                         const std::filesystem::path& folder, std::string_view what, std::string_view remedy) {
    std::vector<bool> seen(class_names.size(), false);
    for (const std::uint16_t label : labels) seen[label] = true;
    std::vector<std::string> empty;
    for (std::size_t label = 0; label < seen.size(); ++label) {
        if (!seen[label] && empty.size() < most_named) empty.push_back(class_names[label]);
    }
    if (empty.empty()) return;
    throw UsageError({.where = folder.string(),
                      .problem = fmt::format("expected {} of every class, found none of {}", what, join(empty)),
                      .remedy = std::string(remedy)});
}

}   // namespace overfit
