#include "core/config/field_builder.h"

namespace overfit {

std::vector<Field> corruption_fields() {
    return {
        OVERFIT_FIELD(corruption.labels.fraction, "Corrupted labels")
            .help("The chance p that a training label is drawn anew, once, before training: 0 = true labels, 1 = random "
                  "labels "
                  "(paper, section 2). Test labels stay true; a corrupted copy is scored beside them.")
            .between(0, 1),
        OVERFIT_FIELD(corruption.labels.draw, "Drawn from")
            .help("From which classes a corrupted label is drawn. Over all classes, about 1 in C drawn labels is right by "
                  "luck: "
                  "at p = 0.5 with 10 classes 45 % are wrong.")
            .choices({{"all-classes", "any class, the true one too: the paper's; p (C-1)/C of the labels are wrong"},
                      {"wrong-classes", "any class but the true one: p of the labels are wrong"},
                      {"reference",
                       "as all-classes, bit for bit the labels of fitting-random-labels (seed 12345); seeds.labels is not "
                       "used"}}),
        OVERFIT_FIELD(corruption.pixels, "Pixels")
            .help("What happens to the images, in training and test alike (paper, section 2).")
            .choices({{"none", "images as they are"},
                      {"shuffled", "one permutation of the pixels for all images", false},
                      {"random", "another permutation for each image", false},
                      {"gaussian", "noise with the mean and variance of the data set in place of each image", false}}),
        OVERFIT_FIELD(corruption.channels, "Colour channels")
            .help("Whether the colour channels of a pixel move together.")
            .paper_is_silent("The paper does not say whether colours move together; together keeps each pixel's colour.")
            .choices({{"together", "a pixel keeps its colour and changes its place"},
                      {"separate", "each channel has a permutation of its own", false}})
            .advanced()
            .when("corruption.pixels is not none",
                  [](const ExperimentConfig& config) { return config.corruption.pixels != PixelCorruption::None; }),
    };
}

}   // namespace overfit
