#include "core/config/config_check.h"

#include "core/config/dataset_facts.h"
#include "core/config/field_table.h"
#include "core/config/model_facts.h"
#include "core/support/text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace overfit {

namespace {

/// Collects problems; one field has at most one, the first that is found.
class Checker {
public:
    explicit Checker(const ExperimentConfig& config) : config_(config), facts_(find_dataset_facts(config.data.dataset)) {}

    std::vector<Problem> run() {
        check_format();
        for (const Field& field : field_table()) check_field(field);
        check_data();
        check_label_source();
        check_augmentation();
        check_model();
        check_training();
        check_device();
        return std::move(problems_);
    }

private:
    void add(std::string path, std::string message) {
        if (!has_problem(path)) problems_.push_back({std::move(path), std::move(message)});
    }

    bool has_problem(std::string_view path) const {
        return std::ranges::find(problems_, path, &Problem::path) != problems_.end();
    }

    void check_format() {
        if (config_.format != 1) add("format", fmt::format("expected 1, found {}", config_.format));
    }

    void check_field(const Field& field) {
        const FieldValue value = field.get(config_);
        if (std::string problem = value_problem(field, value); !problem.empty()) {
            add(field.path, std::move(problem));
        } else if (value == default_value(field)) {
            return;
        } else if (!field.applies(config_)) {
            add(field.path, fmt::format("means something only when {}{}; {} or take it out", field.condition,
                                        field.path.starts_with("model.") ? model_here() : "", advice_for_default(field)));
        }
    }

    static std::string advice_for_default(const Field& field) {
        const std::string text = field_text(default_value(field), field);
        return text.empty() ? "leave it empty" : "leave it at " + text;
    }

    std::string model_here() const { return fmt::format(" (model.name is {} here)", config_.model.name); }

    void check_data() {
        const bool sizes_known = facts_ != nullptr && facts_->train_examples > 0;
        if (sizes_known) {
            check_subset("data.train_examples", config_.data.train_examples, facts_->train_examples, "training");
            check_subset("data.test_examples", config_.data.test_examples, facts_->test_examples, "test");
        }
        check_class_balance();
        check_crop();
        check_split();
    }

    void check_subset(const char* path, std::int64_t wanted, std::int64_t available, const char* half) {
        if (wanted <= available) return;
        add(path, fmt::format("expected at most {}, all {} images of {}, found {}", with_thousands(available), half,
                              facts_->title, with_thousands(wanted)));
    }

    void check_class_balance() {
        if (config_.data.class_balance == ClassBalance::AsDrawn || facts_ == nullptr) return;
        if (config_.data.train_examples == 0 || config_.data.train_examples >= facts_->classes) return;
        add("data.train_examples",
            fmt::format("expected at least {}, one of each class, found {}", facts_->classes, config_.data.train_examples));
    }

    void check_label_source() {
        const LabelCorruption& noise = config_.corruption.labels;
        if (noise.draw == LabelDraw::TransitionMatrix && trimmed(noise.matrix).empty()) {
            add("corruption.labels.matrix",
                "needs a text file with the probability of each given class for each true class");
        }
        if (noise.draw == LabelDraw::LabelFile && trimmed(noise.file).empty()) {
            add("corruption.labels.file", "needs a file with a label for each training example of the data set");
        }
    }

    /// Side of the images with this crop (every data set of a known size has square ones); nothing when only their folder
    /// tells.
    std::optional<int> side_with_crop(std::int64_t crop) const {
        DataConfig data = config_.data;
        data.crop = crop;
        const std::optional<ImageShape> shape = input_shape(data);
        return shape ? std::optional(shape->height) : std::nullopt;
    }

    void check_crop() {
        const std::optional<int> side = side_with_crop(0);
        if (!side || config_.data.crop <= *side || has_problem("data.resize")) return;
        const std::string whose =
            config_.data.resize > 0 ? "data.resize" : fmt::format("the side of the images of {}", facts_->title);
        add("data.crop", fmt::format("expected at most {}, {}, found {}", *side, whose, config_.data.crop));
    }

    /// Training examples before the validation split; nothing when the data set's size is not known or a field is wrong.
    std::optional<std::int64_t> examples_before_split() const {
        if (has_problem("data.dataset") || has_problem("data.train_examples")) return std::nullopt;
        if (config_.data.train_examples > 0) return config_.data.train_examples;
        if (facts_ == nullptr || facts_->train_examples == 0) return std::nullopt;
        if (config_.data.class_balance != ClassBalance::AsDrawn) return std::nullopt;   // as many as the classes allow
        return facts_->train_examples;
    }

    void check_split() {
        const auto examples = examples_before_split();
        const double fraction = config_.data.validation_fraction;
        if (!examples || has_problem("data.validation_fraction")) return;
        // Rounded as draw_validation_split() does.
        const auto validation = static_cast<std::int64_t>(std::llround(fraction * static_cast<double>(*examples)));
        const std::int64_t train = *examples - validation;
        if (fraction > 0 && validation == 0) {
            add("data.validation_fraction",
                fmt::format("{} of {} examples is less than one; take a larger share", shortest_text(fraction), *examples));
        } else if (train == 0) {
            add("data.validation_fraction", fmt::format("leaves none of {} examples to train on", *examples));
        } else if (config_.training.batch_size > train) {
            add("training.batch_size", fmt::format("expected at most {}, the number of training examples, found {}",
                                                   with_thousands(train), with_thousands(config_.training.batch_size)));
        }
    }

    void check_augmentation() {
        const AugmentationConfig& augmentation = config_.augmentation;
        if (augmentation.random_crop) check_random_crop();
        if (has_problem("data.crop") || has_problem("data.resize")) return;
        if (const auto side = side_with_crop(config_.data.crop); side && augmentation.cutout >= *side) {
            add("augmentation.cutout", fmt::format("expected less than {}, the side of the images that the network sees, "
                                                   "found {}",
                                                   *side, augmentation.cutout));
        }
    }

    void check_random_crop() {
        const std::int64_t crop = config_.data.crop;
        if (crop == 0 && config_.augmentation.pad == 0) {
            add("augmentation.random_crop",
                "needs data.crop or augmentation.pad above 0: without a border the whole image is the only window");
        }
        if (facts_ != nullptr && facts_->any_size() && config_.data.resize == 0) {
            add("augmentation.random_crop", "needs data.resize with photographs, so that all windows are cut from one size");
        }
        if (crop > 0 && crop == side_with_crop(0)) {
            add("augmentation.random_crop",
                "has only one window to choose from, since data.crop is the whole image; set a smaller data.crop, or 0 to "
                "cut "
                "from the image with a border");
        }
    }

    void check_model() {
        const ModelConfig& model = config_.model;
        const auto add_found = [this](const char* path, std::string problem) {
            if (!problem.empty() && !has_problem(path)) add(path, std::move(problem));
        };
        add_found("model.depth", depth_problem(model));
        add_found("model.response_normalization.size", response_normalization_problem(model));
        if (has_problem("data.crop") || has_problem("data.resize") || has_problem("model.name")) return;
        const std::optional<ImageShape> shape = input_shape(config_.data);
        if (!shape) return;
        const std::string problem = image_size_problem(model, shape->height, shape->width);
        if (!problem.empty()) add("model.name", problem);
    }

    void check_training() {
        const TrainingConfig& training = config_.training;
        if (training.early_stopping.patience > 0 && config_.data.validation_fraction == 0) {
            add("training.early_stopping.patience",
                "needs a validation set, never the test set; set data.validation_fraction above 0, or 0 here");
        }
        if (training.schedule.kind == ScheduleKind::Step &&
            std::ranges::adjacent_find(training.schedule.at, std::greater_equal()) != training.schedule.at.end()) {
            add("training.schedule.at", "expected ascending epochs, none twice, as in [150, 225]");
        }
        if (training.warmup_epochs > 0 && training.warmup_epochs >= training.epochs) {
            add("training.warmup_epochs",
                fmt::format("expected less than the {} epochs of training, found {}", with_thousands(training.epochs),
                            with_thousands(training.warmup_epochs)));
        }
        if (training.early_learning.weight > 0 && config_.augmentation.mixup > 0) {
            add("training.early_learning.weight",
                "follows the predictions of each image, and mixup shows none alone; set augmentation.mixup, or this, to 0");
        }
        if (training.optimizer == OptimizerKind::Sgd && training.nesterov && training.momentum == 0) {
            add("training.nesterov", "needs a momentum above 0; set training.momentum, or false here");
        }
    }

    void check_device() {
        if (config_.device != "cpu") return;
        if (config_.precision == Precision::Tf32 || config_.precision == Precision::Fp16) {
            add("precision", fmt::format("{} exists only on CUDA devices; with device cpu take auto, fp32 or bf16",
                                         config_.precision == Precision::Tf32 ? "tf32" : "fp16"));
        }
    }

    const ExperimentConfig& config_;
    const DatasetFacts* facts_;
    std::vector<Problem> problems_;
};

}   // namespace

std::vector<Problem> check(const ExperimentConfig& config) { return Checker(config).run(); }

}   // namespace overfit
