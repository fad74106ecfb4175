#include "core/config/field_builder.h"
#include "core/config/model_facts.h"

namespace overfit {

namespace {

std::vector<FieldChoice> model_choices() {
    std::vector<FieldChoice> choices;
    for (const ModelFacts& facts : model_facts()) {
        choices.push_back({std::string(facts.name), std::string(facts.description)});
    }
    return choices;
}

bool is_mlp(const ExperimentConfig& config) { return config.model.name == "mlp"; }
bool has_biases(const ExperimentConfig& config) { return is_mlp(config) || config.model.name == "linear"; }
bool is_wide_resnet(const ExperimentConfig& config) { return config.model.name == "wide-resnet"; }
bool is_residual(const ExperimentConfig& config) { return is_wide_resnet(config) || config.model.name == "resnet"; }
bool has_dropout(const ExperimentConfig& config) {
    return is_mlp(config) || is_wide_resnet(config) || config.model.name == "alexnet" || config.model.name == "inception-v3";
}
bool is_small_inception(const ExperimentConfig& config) { return config.model.name == "small-inception"; }
bool is_batch_normalized(const ExperimentConfig& config) { return is_small_inception(config) && config.model.batch_norm; }
bool is_small_alexnet(const ExperimentConfig& config) { return config.model.name == "small-alexnet"; }

std::vector<Field> size_fields() {
    return {
        OVERFIT_FIELD(model.name, "Model").help("The family of networks.").choices(model_choices()),
        OVERFIT_FIELD(model.hidden, "Hidden layers")
            .help("Units of each hidden layer, first to last: [512] and [512, 512, 512] are the paper's.")
            .between(1, 65'536)
            .unit("units")
            .when("model.name is mlp", is_mlp),
        OVERFIT_FIELD(model.bias, "Biases")
            .help("Whether each layer adds a bias. The paper's MLPs have them, those of fitting-random-labels do not.")
            .when("model.name is mlp or linear", has_biases),
        OVERFIT_FIELD(model.depth, "Depth")
            .help("Number of layers, 6n + 4 (10, 16, 22, 28, 34, 40). fitting-random-labels takes 28.")
            .between(10, 1'000)
            .unit("layers")
            .when("model.name is wide-resnet", is_wide_resnet),
        OVERFIT_FIELD(model.width, "Width")
            .help("Channels: a factor on 16, 32 and 64 (wide-resnet), or those of the first of four groups (resnet; 64 is "
                  "the usual ResNet-18). Cost grows with its square.")
            .between(1, 128)
            .when("model.name is wide-resnet or resnet", is_residual),
        OVERFIT_FIELD(model.dropout, "Dropout")
            .help("Share of activations set to zero while training: after each hidden layer (mlp), between a block's "
                  "convolutions (wide-resnet), before the linear layers (alexnet, inception-v3: 0.5 in torchvision). A "
                  "regulariser: 0 in the paper's random-label runs.")
            .between(0, 0.99)
            .when("model.name is mlp, wide-resnet, alexnet or inception-v3", has_dropout),
    };
}

std::vector<Field> normalization_fields() {
    return {
        OVERFIT_FIELD(model.batch_norm, "Batch normalisation")
            .help(
                "Whether each convolution is followed by batch normalisation; worth 3-4 % on true labels (paper, figure 2).")
            .when("model.name is small-inception", is_small_inception),
        OVERFIT_FIELD(model.batch_norm_affine, "Batch norm parameters")
            .help("What batch normalisation learns.")
            .paper_is_silent("The paper does not say; its 1,649,402 parameters fit a shift without a scale.")
            .choices({{"shift", "a shift per channel: TensorFlow's usual, the paper's parameter count"},
                      {"scale-and-shift", "a scale and a shift: PyTorch's usual, 1,712 parameters more"},
                      {"none", "neither: 1,712 parameters fewer"}})
            .advanced()
            .when("model.name is small-inception and model.batch_norm is true", is_batch_normalized),
        OVERFIT_FIELD(model.response_normalization.size, "Response norm channels")
            .help("Local response normalisation divides each value by a norm over this many channels around it; odd.")
            .paper_is_silent("The paper does not state these constants; TensorFlow's tutorial takes 9, 0.001, 0.75 and 1.")
            .between(1, 63)
            .unit("channels")
            .advanced()
            .when("model.name is small-alexnet", is_small_alexnet),
        OVERFIT_FIELD(model.response_normalization.alpha, "Response norm alpha")
            .help("Factor on the mean of the squares in x / (k + alpha mean)^beta; 0 switches the normalisation off.")
            .between(0, 100)
            .advanced()
            .when("model.name is small-alexnet", is_small_alexnet),
        OVERFIT_FIELD(model.response_normalization.beta, "Response norm beta")
            .help("Exponent in x / (k + alpha mean)^beta.")
            .between(0, 10)
            .advanced()
            .when("model.name is small-alexnet", is_small_alexnet),
        OVERFIT_FIELD(model.response_normalization.k, "Response norm k")
            .help("Constant in x / (k + alpha mean)^beta. TensorFlow calls it bias; 2 in the first AlexNet.")
            .above(0, 100)
            .advanced()
            .when("model.name is small-alexnet", is_small_alexnet),
    };
}

}   // namespace

std::vector<Field> model_fields() {
    std::vector<Field> fields = size_fields();
    std::ranges::move(normalization_fields(), std::back_inserter(fields));
    fields.push_back(
        OVERFIT_FIELD(model.initialization, "Initialisation")
            .help("How the weights are drawn before the first step.")
            .paper_is_silent("The paper does not state its initialisation; default is each model's own in PyTorch.")
            .choices({{"default", "as PyTorch initialises each layer, or as the model's source does"},
                      {"truncated-normal",
                       "deviation 1 / sqrt(inputs), cut at two deviations (0.88 of it is left), as in TensorFlow's MNIST "
                       "example"},
                      {"he", "variance 2 / inputs, made for ReLU"},
                      {"xavier", "variance 2 / (inputs + outputs)"}})
            .advanced());
    return fields;
}

}   // namespace overfit
