#include "core/config/dataset_facts.h"
#include "core/config/field_builder.h"
#include "core/support/text.h"

namespace overfit {

namespace {

std::vector<FieldChoice> dataset_choices() {
    std::vector<FieldChoice> choices;
    for (const DatasetFacts& facts : dataset_facts()) {
        choices.push_back({std::string(facts.name), std::string(facts.description)});
    }
    return choices;
}

bool is_image_folder(const ExperimentConfig& config) { return config.data.dataset == "image-folder"; }

bool is_long_tailed(const ExperimentConfig& config) { return config.data.class_balance == ClassBalance::LongTailed; }

bool is_emnist(const ExperimentConfig& config) { return config.data.dataset.starts_with("emnist-"); }

bool is_folder_name(std::string_view text) {
    return !trimmed(text).empty() && text.size() <= 4096 && is_valid_utf8(text) && !has_control_characters(text);
}

bool pads(const ExperimentConfig& config) { return config.augmentation.random_crop && config.data.crop == 0; }

std::vector<Field> augmentation_fields() {
    return {
        OVERFIT_FIELD(augmentation.random_crop, "Random crop")
            .help(
                "Cuts a random window of side `crop` from each training image, anew in every epoch. Evaluation always takes "
                "the centre. A regulariser: off in the paper's random-label runs."),
        OVERFIT_FIELD(augmentation.pad, "Padding")
            .help("Border of zeros around the image from which a random crop of the image's own size is cut.")
            .between(0, 64)
            .unit("pixels")
            .when("augmentation.random_crop is true and data.crop is 0", pads),
        OVERFIT_FIELD(augmentation.horizontal_flip, "Horizontal flip")
            .help("Mirrors each training image with chance 1/2, anew in every epoch."),
        OVERFIT_FIELD(augmentation.rotation_degrees, "Rotation")
            .help("Turns each training image by a random angle up to this one, either way (paper, table 4: 25 degrees). "
                  "Beyond the border its nearest pixel goes on.")
            .between(0, 180)
            .unit("degrees"),
        OVERFIT_FIELD(augmentation.cutout, "Cutout")
            .help("Side of a square that is set to the mean at a random place of each training image, 0 = off; part of it "
                  "may lie outside (DeVries and Taylor 2017).")
            .between(0, 4096)
            .unit("pixels"),
        OVERFIT_FIELD(augmentation.mixup, "Mixup")
            .help("Mixes each training image and its label with another of its batch, 0 = off: alpha of the Beta "
                  "distribution that the weight is drawn from (Zhang et al. 2018: 0.1 to 1). The running accuracy counts "
                  "the label with the larger share.")
            .between(0, 100),
    };
}

}   // namespace

std::vector<Field> data_fields() {
    std::vector<Field> fields{
        OVERFIT_FIELD(data.dataset, "Data set")
            .help("Which images to learn. `overfit data list` tells which are on this machine and how to get the others.")
            .choices(dataset_choices()),
        OVERFIT_FIELD(data.folder, "Folder")
            .help("Where your images are: a path, or a name below a data root; train/CLASS/* and val/CLASS/* lie in it.")
            .text("a folder's path on one line", is_folder_name)
            .when("data.dataset is image-folder", is_image_folder),
        OVERFIT_FIELD(data.transpose, "Upright")
            .help("Swaps rows and columns of each image: EMNIST's lie on their side in its files, and torchvision leaves "
                  "them so.")
            .when("data.dataset is one of emnist-*", is_emnist),
        OVERFIT_FIELD(data.train_examples, "Training examples")
            .help("Size of a random subset of the training images, 0 = all. Fewer are fitted sooner and generalise worse.")
            .between(0, 100'000'000)
            .unit("images"),
        OVERFIT_FIELD(data.test_examples, "Test examples")
            .help("Size of a random subset of the test images, 0 = all. Fewer make each evaluation faster and noisier.")
            .between(0, 100'000'000)
            .unit("images"),
        OVERFIT_FIELD(data.class_balance, "Class sizes")
            .help("How many training examples each class has. The test set stays as it is.")
            .choices({{"as-drawn", "a random subset: about as many as in the data set"},
                      {"equal", "as many of each class; 0 training examples: as many as the scarcest class has"},
                      {"long-tailed", "fewer from class to class by a constant ratio, the first one has most"}})
            .advanced(),
        OVERFIT_FIELD(data.imbalance, "Imbalance")
            .help("Size of the largest class divided by that of the smallest.")
            .between(1, 100'000)
            .advanced()
            .when("data.class_balance is long-tailed", is_long_tailed),
        OVERFIT_FIELD(data.validation_fraction, "Validation share")
            .help(
                "Share of the training examples set aside, never trained on. Early stopping looks at nothing else, so that "
                "the test set stays unseen.")
            .between(0, 0.9),
        OVERFIT_FIELD(data.crop, "Crop")
            .help("Side of the window cut from the centre of each image, 0 = whole image. The paper cuts CIFAR-10 to 28.")
            .between(0, 4096)
            .unit("pixels"),
        OVERFIT_FIELD(data.resize, "Resize")
            .help(
                "Length to which each image's shorter side is scaled before the crop, 0 = as it is. Images of any size "
                "without "
                "a crop are scaled like this and cut to the square in their middle. Filter: triangle, as Pillow's BILINEAR.")
            .between(0, 4096)
            .unit("pixels")
            .advanced(),
        OVERFIT_FIELD(data.scaling, "Scaling")
            .help("How pixel bytes become the network's input.")
            .choices({{"per-image-whitening",
                       "each image minus its own mean, divided by its own deviation, floor 1/sqrt(N): the paper's"},
                      {"channel-statistics",
                       "each channel to mean 0 and deviation 1 over the training images; cifar10: fitting-random-labels' "
                       "constants"},
                      {"unit", "bytes divided by 255: 0 to 1"},
                      {"none", "bytes as numbers: 0 to 255"}}),
    };
    std::ranges::move(augmentation_fields(), std::back_inserter(fields));
    return fields;
}

}   // namespace overfit
