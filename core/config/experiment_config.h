#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace overfit {

/// How bytes become the network's input (paper, appendix A).
enum class Scaling { PerImageWhitening, ChannelStatistics, Unit, None };

/// How many examples of each class a subset has: as many as are drawn, equally many, or fewer from class to class by a
/// constant ratio (long-tailed).
enum class ClassBalance { AsDrawn, Equal, LongTailed };

/// From which classes a corrupted label is drawn. AllClasses is the paper's and leaves about 1/C of the drawn labels true;
/// Reference gives bit for bit the labels of the first author's code, fitting-random-labels. PairFlip takes the next class,
/// TransitionMatrix a row of probabilities for each true class, LabelFile the labels that people gave.
enum class LabelDraw { AllClasses, WrongClasses, Reference, PairFlip, TransitionMatrix, LabelFile };

/// What happens to the pixels (paper, section 2).
enum class PixelCorruption { None, Shuffled, Random, Gaussian };

/// Whether the three colour channels of a pixel move together; the paper does not state it.
enum class ChannelTreatment { Together, Separate };

enum class Initialization { Default, TruncatedNormal, He, Xavier };

/// What batch normalisation learns beside its statistics. The paper's parameter count fits Shift (TensorFlow's usual);
/// reproductions in PyTorch have ScaleAndShift, some none.
enum class BatchNormAffine { Shift, ScaleAndShift, None };

enum class OptimizerKind { Sgd, Adam, AdamW };
enum class ScheduleKind { Constant, Step, Exponential, Cosine };
enum class Precision { Auto, Fp32, Tf32, Bf16, Fp16 };

/// Where the decoded images lie while training: all of them on the device, or in a memory-mapped file beside the data from
/// which batches are read ahead. Auto takes the device where they fit.
enum class ImageStore { Auto, Resident, Mapped };

struct DataConfig {
    std::string dataset = "fashion-mnist";                // a name of dataset_facts()
    std::string folder = "images";                        // image-folder: a path, or below a data root
    bool transpose = false;                               // emnist-*: rows and columns change places
    std::int64_t train_examples = 0;                      // 0 = all
    std::int64_t test_examples = 0;                       // 0 = all
    ClassBalance class_balance = ClassBalance::AsDrawn;   // of the train examples, before corruption
    double imbalance = 10.0;                              // long-tailed: size of the largest class / size of the smallest
    double validation_fraction = 0.0;                     // of the train examples, split off before corruption
    std::int64_t crop = 0;                                // side of the crop window in pixels; 0 = whole image
    std::int64_t resize = 0;                              // shorter side in pixels before the crop; 0 = as it is
    Scaling scaling = Scaling::PerImageWhitening;
    bool operator==(const DataConfig&) const = default;
};

struct AugmentationConfig {
    bool random_crop = false;
    std::int64_t pad = 4;
    bool horizontal_flip = false;
    double rotation_degrees = 0.0;
    std::int64_t cutout = 0;   // side in pixels of a square set to the mean; 0 = off
    double mixup = 0.0;        // alpha of the Beta distribution of the mixing weight; 0 = off
    bool operator==(const AugmentationConfig&) const = default;
};

struct LabelCorruption {
    double fraction = 0.0;   // p in 0..1: the chance that a label is drawn anew
    LabelDraw draw = LabelDraw::AllClasses;
    std::string matrix = {};   // transition-matrix: a text file, row = true class, column = given class
    std::string file = {};     // label-file: one label for each training example of the data set, in its order
    std::string column = {};   // label-file: which column of it; empty = the only one
    bool operator==(const LabelCorruption&) const = default;
};

struct CorruptionConfig {
    LabelCorruption labels;
    PixelCorruption pixels = PixelCorruption::None;
    ChannelTreatment channels = ChannelTreatment::Together;
    bool operator==(const CorruptionConfig&) const = default;
};

/// Local response normalisation: each value is divided by (k + alpha / size * sum of squares of the `size` channels around
/// it)^beta, as PyTorch counts. The defaults are those of TensorFlow's CIFAR-10 tutorial, whose alpha is 0.001 / 9.
struct ResponseNormalizationConfig {
    std::int64_t size = 9;   // channels, odd
    double alpha = 0.001;
    double beta = 0.75;
    double k = 1.0;
    bool operator==(const ResponseNormalizationConfig&) const = default;
};

/// Values of all model families side by side; field_table() tells which of them apply to which `name`.
struct ModelConfig {
    std::string name = "mlp";                   // a name of model_facts()
    std::vector<std::int64_t> hidden = {512};   // mlp: units of each hidden layer
    bool bias = true;                           // mlp, linear
    std::int64_t depth = 28;                    // wide-resnet: 6n + 4 layers
    std::int64_t width = 1;   // wide-resnet: factor on 16, 32, 64 channels; resnet: channels of the first group
    double dropout = 0.0;     // where: see the field's help
    bool batch_norm = true;   // small-inception
    BatchNormAffine batch_norm_affine = BatchNormAffine::Shift;   // small-inception with batch_norm
    ResponseNormalizationConfig response_normalization;           // small-alexnet
    Initialization initialization = Initialization::Default;
    bool operator==(const ModelConfig&) const = default;
};

struct ScheduleConfig {
    ScheduleKind kind = ScheduleKind::Constant;
    double factor = 0.95;                        // exponential: after every epoch; step: after each epoch in `at`
    std::vector<std::int64_t> at = {150, 225};   // step: completed epochs after which the rate changes
    bool operator==(const ScheduleConfig&) const = default;
};

struct EarlyStoppingConfig {
    std::int64_t patience = 0;   // evaluations without a better validation accuracy; 0 = off
    bool operator==(const EarlyStoppingConfig&) const = default;
};

/// Early-learning regularisation (Liu et al. 2020): holds predictions near their own running mean, which was learned before
/// the wrong labels were.
struct EarlyLearningConfig {
    double weight = 0.0;     // of the regulariser in the loss; 0 = off
    double momentum = 0.7;   // how much of the running mean of predictions is kept
    bool operator==(const EarlyLearningConfig&) const = default;
};

struct TrainingConfig {
    std::int64_t epochs = 100;
    std::int64_t batch_size = 128;
    OptimizerKind optimizer = OptimizerKind::Sgd;
    double learning_rate = 0.01;
    double momentum = 0.9;
    bool nesterov = false;
    double beta1 = 0.9;      // adam, adamw: how much of the mean gradient is kept a step
    double beta2 = 0.999;    // adam, adamw: the same of the mean squared gradient
    double epsilon = 1e-8;   // adam, adamw: added to the root of the latter
    double weight_decay = 0.0;
    double label_smoothing = 0.0;   // share of each target that is spread over all classes
    EarlyLearningConfig early_learning;
    std::int64_t warmup_epochs = 0;
    ScheduleConfig schedule;
    bool stop_when_fitted = true;
    double fitted_accuracy = 1.0;
    EarlyStoppingConfig early_stopping;
    bool operator==(const TrainingConfig&) const = default;
};

struct EvaluationConfig {
    std::int64_t every_epochs = 1;
    std::int64_t step_interval = 50;   // steps between two step lines
    bool save_predictions = true;
    bool operator==(const EvaluationConfig&) const = default;
};

struct CheckpointConfig {
    std::int64_t every_epochs = 0;   // 0 = not by epoch
    double every_minutes = 5.0;      // 0 = not by time
    std::int64_t keep = 2;
    bool operator==(const CheckpointConfig&) const = default;
};

/// One seed a purpose; one left out follows from the experiment's seed (`resolve_seeds`).
struct SeedsConfig {
    std::optional<std::uint64_t> subset, split, labels, test_labels, pixels, initialization, order, dropout, augmentation;
    bool operator==(const SeedsConfig&) const = default;
};

/// One experiment, whole: what the form shows, what YAML holds, what a run folder's config.yaml repeats.
struct ExperimentConfig {
    std::int64_t format = 1;
    std::string name = "experiment";
    DataConfig data;
    AugmentationConfig augmentation;
    CorruptionConfig corruption;
    ModelConfig model;
    TrainingConfig training;
    EvaluationConfig evaluation;
    CheckpointConfig checkpoint;
    std::string device = "auto";   // auto, cpu, cuda, cuda:1
    Precision precision = Precision::Auto;
    std::optional<std::int64_t> threads;   // nothing = auto
    ImageStore image_store = ImageStore::Auto;
    bool deterministic = false;
    std::uint64_t seed = 1;
    SeedsConfig seeds;
    bool operator==(const ExperimentConfig&) const = default;
};

/// The seed that each stream really uses.
struct ResolvedSeeds {
    std::uint64_t subset = 0, split = 0, labels = 0, test_labels = 0, pixels = 0, initialization = 0, order = 0, dropout = 0,
                  augmentation = 0;
    bool operator==(const ResolvedSeeds&) const = default;
};

ResolvedSeeds resolve_seeds(const ExperimentConfig& config);

}   // namespace overfit
