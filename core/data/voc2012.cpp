#include "core/data/voc2012.h"

#include "core/data/class_names.h"
#include "core/data/image_decoding.h"
#include "core/data/photographs.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace overfit {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_list = std::size_t{4} << 20;

/// One line of a class's list.
struct Mark {
    std::string image;       // "2008_000008"
    bool is_there = false;   // the class is in the image, if only as an object that is difficult to see
};

[[noreturn]] void refuse(const fs::path& file, std::size_t line, std::string_view expected, std::string_view found) {
    throw Error({.where = file.string(),
                 .problem = fmt::format("line {}: expected {}, found {}", line, expected, found),
                 .remedy = "get the file again"});
}

/// Only what VOC's own names are made of: the name becomes part of a path.
bool is_image_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    });
}

/// "2008_000008 -1": 1 = there, 0 = there but difficult, -1 = not there.
std::vector<Mark> read_list(const fs::path& file) {
    std::istringstream text(read_file(file, largest_list));
    std::vector<Mark> marks;
    for (std::string line; std::getline(text, line);) {
        std::istringstream words(line);
        std::string name, mark, more;
        words >> name >> mark;
        if (!is_image_name(name) || (mark != "1" && mark != "0" && mark != "-1") || words >> more) {
            refuse(file, marks.size() + 1, "an image's name and 1, 0 or -1", excerpt(line));
        }
        marks.push_back({.image = std::move(name), .is_there = mark != "-1"});
    }
    if (marks.empty()) refuse(file, 1, "an image's name and 1, 0 or -1", "the end of the file");
    return marks;
}

/// The images of one list ("train", "val") that show a single class.
struct SingleLabelImages {
    Photographs files;
    std::vector<std::uint16_t> labels;
    std::size_t listed = 0;   // with any number of classes
};

SingleLabelImages single_label_images(const fs::path& folder, const std::vector<std::string>& classes,
                                      std::string_view half) {
    std::vector<Mark> images;
    std::vector<int> count, label;   // of each image: how many classes it shows, and the last of them
    for (std::size_t place = 0; place < classes.size(); ++place) {
        const fs::path file = folder / "ImageSets/Main" / fmt::format("{}_{}.txt", classes[place], half);
        const std::vector<Mark> marks = read_list(file);
        if (place == 0) {
            images = marks;
            count.assign(images.size(), 0);
            label.assign(images.size(), 0);
        }
        for (std::size_t line = 0; line < std::max(marks.size(), images.size()); ++line) {
            const std::string found = line < marks.size() ? marks[line].image : "the end of the file";
            const std::string expected = line < images.size() ? images[line].image : "the end of the file";
            if (found != expected) refuse(file, line + 1, expected + ", as in the other classes' lists", found);
            if (!marks[line].is_there) continue;
            ++count[line];
            label[line] = static_cast<int>(place);
        }
    }
    SingleLabelImages chosen{
        .files = {.folder = folder, .names = {}, .stamps = {}, .what = {}}, .labels = {}, .listed = images.size()};
    for (std::size_t image = 0; image < images.size(); ++image) {
        if (count[image] != 1) continue;
        chosen.files.add(folder / "JPEGImages" / (images[image].image + ".jpg"));
        chosen.labels.push_back(static_cast<std::uint16_t>(label[image]));
    }
    return chosen;
}

ImageSet list_half(Dataset& dataset, const fs::path& folder, std::string_view list, std::string_view what) {
    SingleLabelImages chosen = single_label_images(folder, dataset.class_names, list);
    chosen.files.what = what;
    dataset.notes.push_back(fmt::format("{} of {} {} show a single class and are taken",
                                        with_thousands(static_cast<std::int64_t>(chosen.labels.size())),
                                        with_thousands(static_cast<std::int64_t>(chosen.listed)), what));
    require_every_class(chosen.labels, dataset.class_names, folder, what);
    return {.shape = {},
            .pixels = {},
            .labels = std::move(chosen.labels),
            .photographs = std::make_shared<const Photographs>(std::move(chosen.files))};
}

}   // namespace

Dataset list_voc2012(const fs::path& folder) {
    Dataset dataset;
    dataset.class_names = built_in_class_names("voc2012");
    dataset.train = list_half(dataset, folder, "train", "train images");
    dataset.test = list_half(dataset, folder, "val", "test images");
    return dataset;
}

}   // namespace overfit
