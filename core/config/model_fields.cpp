#include "core/config/field_builder.h"
#include "core/config/model_facts.h"

namespace overfit {

namespace {

std::vector<FieldChoice> model_choices() {
    std::vector<FieldChoice> choices;
    for (const ModelFacts& facts : model_facts()) {
        choices.push_back({std::string(facts.name), std::string(facts.description), facts.available});
    }
    return choices;
}

bool is_mlp(const ExperimentConfig& config) { return config.model.name == "mlp"; }
bool is_wide_resnet(const ExperimentConfig& config) { return config.model.name == "wide-resnet"; }
bool is_residual(const ExperimentConfig& config) { return is_wide_resnet(config) || config.model.name == "resnet"; }
bool has_dropout(const ExperimentConfig& config) { return is_mlp(config) || is_wide_resnet(config); }
bool is_small_inception(const ExperimentConfig& config) { return config.model.name == "small-inception"; }

}   // namespace

std::vector<Field> model_fields() {
    return {
        OVERFIT_FIELD(model.name, "Model").help("The family of networks.").choices(model_choices()),
        OVERFIT_FIELD(model.hidden, "Hidden layers")
            .help("Units of each hidden layer, first to last: [512] and [512, 512, 512] are the paper's.")
            .between(1, 65'536)
            .unit("units")
            .when("model.name is mlp", is_mlp),
        OVERFIT_FIELD(model.bias, "Biases")
            .help("Whether each layer adds a bias. The paper's MLPs have them, those of fitting-random-labels do not.")
            .when("model.name is mlp", is_mlp),
        OVERFIT_FIELD(model.depth, "Depth")
            .help("Number of layers, 6n + 4 (10, 16, 22, 28, 34, 40). fitting-random-labels takes 28.")
            .between(10, 1'000)
            .unit("layers")
            .when("model.name is wide-resnet", is_wide_resnet),
        OVERFIT_FIELD(model.width, "Width")
            .help("Factor on the channels (wide-resnet: 16, 32 and 64). Cost grows with its square.")
            .between(1, 64)
            .when("model.name is wide-resnet or resnet", is_residual),
        OVERFIT_FIELD(model.dropout, "Dropout")
            .help("Share of activations set to zero while training: after each hidden layer (mlp), between a block's "
                  "convolutions (wide-resnet). A regulariser: 0 in the paper's random-label runs.")
            .between(0, 0.99)
            .when("model.name is mlp or wide-resnet", has_dropout),
        OVERFIT_FIELD(model.batch_norm, "Batch normalisation")
            .help(
                "Whether each convolution is followed by batch normalisation; worth 3-4 % on true labels (paper, figure 2).")
            .when("model.name is small-inception", is_small_inception),
        OVERFIT_FIELD(model.initialization, "Initialisation")
            .help("How the weights are drawn before the first step.")
            .paper_is_silent("The paper does not state its initialisation; default is each model's own in PyTorch.")
            .choices({{"default", "as PyTorch initialises each layer, or as the model's source does"},
                      {"truncated-normal", "normal, cut at two deviations, as in TensorFlow's examples", false},
                      {"he", "variance 2 / inputs, made for ReLU", false},
                      {"xavier", "variance 2 / (inputs + outputs)", false}})
            .advanced(),
    };
}

}   // namespace overfit
