#include "core/data/class_names.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <iterator>
#include <sstream>

namespace overfit {

namespace {

// Words separated by spaces; an underline stands for a space inside a name only where the data set's own file has it.
constexpr std::string_view cifar10_names = "airplane automobile bird cat deer dog frog horse ship truck";
constexpr std::string_view cifar100_names =
    "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle "
    "caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish "
    "forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree motorcycle "
    "mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine "
    "possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar "
    "sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle wardrobe whale "
    "willow_tree wolf woman worm";
constexpr std::string_view cifar100_coarse_names =
    "aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices household_furniture "
    "insects large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes large_omnivores_and_herbivores "
    "medium_mammals non-insect_invertebrates people reptiles small_mammals trees vehicles_1 vehicles_2";
constexpr std::string_view stl10_names = "airplane bird car cat deer dog horse monkey ship truck";
constexpr std::string_view voc2012_names =
    "aeroplane bicycle bird boat bottle bus car cat chair cow diningtable dog horse motorbike person pottedplant sheep sofa "
    "train tvmonitor";
constexpr std::string_view kmnist_names = "o ki su tsu na ha ma ya re wo";
constexpr std::string_view digits = "0 1 2 3 4 5 6 7 8 9";
constexpr std::string_view capitals = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z";
constexpr std::string_view small_letters = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
constexpr std::string_view unmerged_letters = "a b d e f g h n q r t";   // those whose capitals look otherwise (EMNIST)
constexpr std::size_t largest_name_file = 64 << 10;

std::vector<std::string> words(std::string_view text) {
    std::istringstream stream{std::string(text)};
    return {std::istream_iterator<std::string>(stream), {}};
}

bool is_plain(char character) { return character >= ' ' && character != 0x7f; }

/// The lines that are not empty, without carriage returns.
std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> found;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (line.ends_with('\r')) line.pop_back();
        if (!line.empty()) found.push_back(line);
    }
    return found;
}

}   // namespace

std::vector<std::string> built_in_class_names(std::string_view dataset) {
    if (dataset == "fashion-mnist") {
        return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"};
    }
    if (dataset == "kmnist") return words(kmnist_names);
    if (dataset == "emnist-byclass") return words(fmt::format("{} {} {}", digits, capitals, small_letters));
    if (dataset == "emnist-bymerge" || dataset == "emnist-balanced") {
        return words(fmt::format("{} {} {}", digits, capitals, unmerged_letters));
    }
    if (dataset == "emnist-letters") return words(capitals);
    if (dataset == "cifar10") return words(cifar10_names);
    if (dataset == "cifar100") return words(cifar100_names);
    if (dataset == "cifar100-coarse") return words(cifar100_coarse_names);
    if (dataset == "stl10") return words(stl10_names);
    if (dataset == "voc2012") return words(voc2012_names);
    if (dataset == "synthetic") return words("alpha beta gamma delta epsilon zeta eta theta iota kappa");
    assert(dataset != "image-folder");   // its folders name them
    return words(digits);                // MNIST, QMNIST, SVHN, two of EMNIST's
}

std::vector<std::string> class_names_from(const std::filesystem::path& file, std::string_view dataset) {
    std::vector<std::string> names = built_in_class_names(dataset);
    std::error_code problem;
    if (!std::filesystem::is_regular_file(file, problem)) return names;
    try {
        std::vector<std::string> read = lines(read_file(file, largest_name_file));
        const bool plain = std::ranges::all_of(read, [](const auto& name) { return std::ranges::all_of(name, is_plain); });
        if (plain && read.size() == names.size()) names = std::move(read);
    } catch (const Error&) {
        // Names are for people; the images and labels beside them are what a run depends on, and those are checked.
    }
    return names;
}

}   // namespace overfit
