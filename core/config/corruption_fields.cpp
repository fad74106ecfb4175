#include "core/config/corruption_facts.h"
#include "core/config/field_builder.h"
#include "core/support/text.h"

namespace overfit {

namespace {

bool by_fraction(const ExperimentConfig& config) { return uses_fraction(config.corruption.labels.draw); }

bool by_matrix(const ExperimentConfig& config) { return config.corruption.labels.draw == LabelDraw::TransitionMatrix; }

bool by_file(const ExperimentConfig& config) { return config.corruption.labels.draw == LabelDraw::LabelFile; }

/// check() tells of a path that is needed and missing.
bool is_path_or_nothing(std::string_view text) {
    return text.size() <= 4096 && is_valid_utf8(text) && !has_control_characters(text);
}

constexpr const char* path_form = "a file's path on one line";

}   // namespace

std::vector<Field> corruption_fields() {
    return {
        OVERFIT_FIELD(corruption.labels.fraction, "Corrupted labels")
            .help("The chance p that a training label is drawn anew, once, before training: 0 = true labels, 1 = random "
                  "labels "
                  "(paper, section 2). Test labels stay true; a corrupted copy is scored beside them.")
            .between(0, 1)
            .when("corruption.labels.draw is not transition-matrix or label-file", by_fraction),
        OVERFIT_FIELD(corruption.labels.draw, "Drawn from")
            .help("From which classes a corrupted label is drawn. Over all classes, about 1 in C drawn labels is right by "
                  "luck: "
                  "at p = 0.5 with 10 classes 45 % are wrong.")
            .choices({{"all-classes", "any class, the true one too: the paper's; p (C-1)/C of the labels are wrong"},
                      {"wrong-classes", "any class but the true one: p of the labels are wrong"},
                      {"reference",
                       "as all-classes, bit for bit the labels of fitting-random-labels (seed 12345), also of fewer images; "
                       "seeds.labels is not "
                       "used"},
                      {"pair-flip", "the next class, the first one after the last: p of the labels are wrong"},
                      {"transition-matrix", "the row of the true class in a file of probabilities"},
                      {"label-file", "the labels that people gave, from a file; test labels stay true"}}),
        OVERFIT_FIELD(corruption.labels.matrix, "Matrix file")
            .help("Text file of C rows of C numbers: row = true class, column = given class, each row sums to 1. A whole "
                  "path, or looked for beside the configuration, in the current folder and below the data roots, in this "
                  "order.")
            .text(path_form, is_path_or_nothing)
            .when("corruption.labels.draw is transition-matrix", by_matrix),
        OVERFIT_FIELD(corruption.labels.file, "Label file")
            .help("One class number for each training example of the whole data set, in its order: text, CSV or .npy. A "
                  "whole path, or looked for beside the configuration, in the current folder and below the data roots, in "
                  "this order.")
            .text(path_form, is_path_or_nothing)
            .when("corruption.labels.draw is label-file", by_file),
        OVERFIT_FIELD(corruption.labels.column, "Column")
            .help("Which column of the label file, by the name in its first line (CIFAR-N: worse_label, aggre_label ...) or "
                  "by number from 0; empty when it has only one.")
            .text("a column's name on one line", is_path_or_nothing)
            .when("corruption.labels.draw is label-file", by_file),
        OVERFIT_FIELD(corruption.pixels, "Pixels")
            .help("What happens to the images once, before training, in training and test alike (paper, section 2).")
            .choices({{"none", "images as they are"},
                      {"shuffled", "one permutation of the pixels for all images"},
                      {"random", "another permutation for each image"},
                      {"gaussian", "noise with the mean and variance of the data set in place of each image"}}),
        OVERFIT_FIELD(corruption.channels, "Colour channels")
            .help("Whether the colour channels of a pixel move together; of gaussian, whether they share one mean and "
                  "variance.")
            .paper_is_silent("The paper does not say whether colours move together; together keeps each pixel's colour.")
            .choices({{"together", "a pixel keeps its colour and changes its place; gaussian: one noise for all channels"},
                      {"separate", "each channel has permutations, or a Gaussian, of its own"}})
            .advanced()
            .when("corruption.pixels is not none",
                  [](const ExperimentConfig& config) { return config.corruption.pixels != PixelCorruption::None; }),
    };
}

}   // namespace overfit
