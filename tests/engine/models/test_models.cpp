#include "core/config/model_facts.h"
#include "core/engine/models/initialization.h"
#include "core/engine/models/mlp.h"
#include "core/engine/models/model_table.h"
#include "core/engine/models/wide_resnet.h"
#include "core/engine/training/describe_model.h"
#include "core/engine/training/device.h"
#include "core/engine/training/optimizer.h"
#include "core/support/error.h"
#include "tests/engine/golden_file.h"

#include <QTest>
#include <cmath>
#include <set>

using namespace overfit;

namespace {

constexpr InputShape cifar{.channels = 3, .height = 32, .width = 32};
constexpr InputShape cropped_cifar{.channels = 3, .height = 28, .width = 28};
constexpr InputShape mnist{.channels = 1, .height = 28, .width = 28};

ModelConfig mlp(std::vector<std::int64_t> hidden) {
    ModelConfig model;
    model.hidden = std::move(hidden);
    return model;
}

ModelConfig wide_resnet(std::int64_t depth, std::int64_t width) {
    ModelConfig model;
    model.name = "wide-resnet";
    model.depth = depth;
    model.width = width;
    return model;
}

std::int64_t parameters(const ModelConfig& model, const InputShape& input) {
    return make_network(model, input, 10)->parameter_count();
}

/// As fill() in tests/golden/models.py.
void fill(Network& network) {
    const torch::NoGradGuard no_gradients;
    std::int64_t salt = 0;
    for (torch::Tensor& parameter : network.parameters()) {
        const bool vector = parameter.dim() == 1;
        const double scale = vector ? 2.0 : 2.0 / std::sqrt(static_cast<double>(parameter[0].numel()));
        const double shift = vector && parameter.numel() != 10 ? 1.0 : 0.0;
        parameter.copy_(patterned(parameter.numel(), salt++, scale).view(parameter.sizes()) + shift);
    }
}

// Why 1e-5: the same library computes both sides, but other memory layouts and thread counts add in another order; float32
// rounds at 6e-8 an addition, over sums of up to 2,304 products and two steps.
constexpr double tolerance = 1e-5;

bool near(const torch::Tensor& left, const torch::Tensor& right) {
    return left.sizes() == right.sizes() &&
           torch::allclose(left.to(torch::kFloat64), right.to(torch::kFloat64), tolerance, tolerance);
}

/// One case of tests/golden/models.py: forward, loss, gradients, running statistics and two steps of SGD.
void compare_with_golden(const std::shared_ptr<Network>& network, const torch::Tensor& images, const GoldenFile& golden) {
    const torch::Tensor labels = torch::arange(6) * 3 % 10;
    for (const bool nesterov : {false, true}) {
        const std::string variant = nesterov ? "nesterov." : "plain.";
        fill(*network);
        for (const auto& buffer : network->named_buffers()) {
            buffer.value().fill_(buffer.key().ends_with("running_var") ? 1 : 0);
        }
        network->place(torch::kCPU);
        network->train();
        TrainingConfig training;
        training.momentum = 0.9;
        training.weight_decay = 0.01;
        training.nesterov = nesterov;
        SgdOptimizer optimizer(*network, training);
        for (int step = 1; step <= 2; ++step) {
            const torch::Tensor logits = network->forward(images);
            const torch::Tensor loss = torch::cross_entropy_loss(logits, labels);
            loss.backward();
            if (step == 1 && !nesterov) {
                QVERIFY(near(logits, golden["logits"]));
                QVERIFY(near(loss.view({1}), golden["loss"]));
                for (const auto& parameter : network->named_parameters()) {
                    QVERIFY2(near(checksum(parameter.value().grad()), golden["gradient." + parameter.key()]),
                             parameter.key().c_str());
                }
            }
            optimizer.step(0.05);
        }
        for (const auto& parameter : network->named_parameters()) {
            QVERIFY2(near(checksum(parameter.value()), golden[variant + parameter.key()]), parameter.key().c_str());
        }
        if (nesterov) continue;
        network->settle_counts();
        for (const auto& buffer : network->named_buffers()) {
            QVERIFY2(near(checksum(buffer.value()), golden[variant + buffer.key()]), buffer.key().c_str());
        }
        network->eval();
        const c10::InferenceMode inference;
        QVERIFY(near(network->forward(images), golden["evaluated_logits"]));
    }
}

at::Generator seeded(std::uint64_t seed) { return make_generator(torch::kCPU, seed); }

}   // namespace

class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAvailableModelHasAMaker() {
        std::set<std::string_view> available;
        for (const ModelFacts& facts : model_facts()) {
            if (facts.available) available.insert(facts.name);
        }
        const auto names = model_names();
        QCOMPARE(std::set<std::string_view>(names.begin(), names.end()), available);
    }

    void parameterCountsAreThePapers() {
        QCOMPARE(parameters(mlp({512}), cropped_cifar), 1'209'866);
        QCOMPARE(parameters(mlp({512, 512, 512}), cropped_cifar), 1'735'178);
        ModelConfig without_bias = mlp({512});
        without_bias.bias = false;
        QCOMPARE(parameters(without_bias, cifar), 1'577'984);
        QCOMPARE(parameters(wide_resnet(28, 1), cifar), 369'498);
        QCOMPARE(parameters(wide_resnet(28, 10), cifar), 36'479'194);
    }

    void mlpComputesAsPythonDoes() {
        Mlp network({.channels = 3, .height = 4, .width = 4}, {20, 12}, 10, Linear::Bias::With, 0.0);
        compare_with_golden(std::make_shared<Mlp>(network), patterned(6 * 48, 50, 2.0).view({6, 3, 4, 4}),
                            GoldenFile("mlp.safetensors"));
    }

    void wideResNetComputesAsPythonDoes() {
        const torch::Tensor images = patterned(6 * 192, 51, 2.0).view({6, 3, 8, 8});
        compare_with_golden(make_network(wide_resnet(10, 1), {.channels = 3, .height = 8, .width = 8}, 10),
                            images.contiguous(at::MemoryFormat::ChannelsLast), GoldenFile("wide_resnet.safetensors"));
    }

    void mlpDrawsPythonsWeightsBitForBit() {
        const GoldenFile golden("mlp.safetensors");
        const auto network = make_network(mlp({20, 12}), {.channels = 3, .height = 4, .width = 4}, 10);
        draw_weights(*network, Initialization::Default, seeded(20170424));
        for (const auto& parameter : network->named_parameters()) {
            QVERIFY2(parameter.value().equal(golden["initial." + parameter.key()]), parameter.key().c_str());
        }
    }

    void wideResNetDrawsAsItsReferenceCode() {
        const auto network = make_network(wide_resnet(16, 2), cifar, 10);
        draw_weights(*network, Initialization::Default, seeded(3));
        const auto weights = network->named_parameters();
        const torch::Tensor convolution = weights["block2.layer.1.conv2.weight"];   // 64 x 64 x 3 x 3
        const double expected = std::sqrt(2.0 / (9 * 64));
        QVERIFY(std::abs(convolution.std().item<double>() / expected - 1.0) <
                0.02);   // 36,864 draws: 0.4 % is one deviation
        QVERIFY(std::abs(convolution.mean().item<double>()) < 0.02 * expected);
        QVERIFY(weights["fc.bias"].eq(0).all().item<bool>());
        QVERIFY(weights["fc.weight"].abs().max().item<double>() <= 1.0 / std::sqrt(128.0));
        QVERIFY(weights["block1.layer.0.bn1.weight"].eq(1).all().item<bool>());
    }

    void namedInitializationsHaveTheirVariance_data() {
        QTest::addColumn<int>("initialization");
        QTest::addColumn<double>("variance");   // of a 512 x 784 weight
        QTest::newRow("he") << static_cast<int>(Initialization::He) << 2.0 / 784;
        QTest::newRow("xavier") << static_cast<int>(Initialization::Xavier) << 2.0 / (784 + 512);
        // A normal cut at two deviations keeps 0.7737 of its variance.
        QTest::newRow("truncated-normal") << static_cast<int>(Initialization::TruncatedNormal) << 0.77374 / 784;
    }
    void namedInitializationsHaveTheirVariance() {
        QFETCH(int, initialization);
        QFETCH(double, variance);
        const auto network = make_network(mlp({512}), mnist, 10);
        draw_weights(*network, static_cast<Initialization>(initialization), seeded(1));
        const torch::Tensor weight = network->named_parameters()["fc1.weight"];
        QVERIFY(std::abs(weight.var().item<double>() / variance - 1.0) < 0.02);
        QVERIFY(network->named_parameters()["fc1.bias"].eq(0).all().item<bool>());
        if (static_cast<Initialization>(initialization) == Initialization::TruncatedNormal) {
            QVERIFY(weight.abs().max().item<double>() <= 2.0 / std::sqrt(784.0) + 1e-7);
        }
    }

    void nothingIsDrawnFromTheGlobalGenerator() {
        const torch::Tensor before = at::detail::getDefaultCPUGenerator().get_state();
        for (ModelConfig model : {mlp({16}), wide_resnet(10, 1)}) {
            model.dropout = 0.5;
            const auto network = make_network(model, mnist, 10);
            draw_weights(*network, Initialization::Default, seeded(1));
            network->draw_dropout_from(seeded(2));
            network->forward(torch::ones({2, 1, 28, 28}));
            describe_network(*network, mnist);
        }
        QVERIFY(at::detail::getDefaultCPUGenerator().get_state().equal(before));
    }

    void activationsStayChannelsLast_data() {
        QTest::addColumn<int>("channels");
        QTest::newRow("colour") << 3;
        QTest::newRow("grey") << 1;
    }
    void activationsStayChannelsLast() {
        QFETCH(int, channels);
        // Two blocks after each other: where one of them lost the layout, convolutions would copy at every layer.
        const auto network = make_network(wide_resnet(10, 1), {.channels = channels, .height = 16, .width = 16}, 10);
        draw_weights(*network, Initialization::Default, seeded(1));
        network->place(torch::kCPU);
        const torch::Tensor images =
            torch::rand({4, channels, 16, 16}, seeded(2)).contiguous(at::MemoryFormat::ChannelsLast);
        for (const TracedLayer& layer : network->trace(images)) {
            if (layer.shape.size() == 3) QVERIFY2(layer.channels_last, layer.name.c_str());
        }
    }

    void dropoutKeepsTheMeanAndItsOwnStream() {
        const Dropout dropout{.chance = 0.25, .generator = seeded(5)};
        const torch::Tensor x = torch::ones({200, 500});
        const torch::Tensor once = dropout(x, /*training=*/true);
        QVERIFY(std::abs(once.mean().item<double>() - 1.0) < 0.01);
        QVERIFY(std::abs(once.eq(0).to(torch::kFloat64).mean().item<double>() - 0.25) < 0.01);
        QVERIFY(!dropout(x, true).equal(once));
        const Dropout again{.chance = 0.25, .generator = seeded(5)};
        QVERIFY(again(x, true).equal(once));
        QVERIFY(dropout(x, /*training=*/false).equal(x));
    }

    void descriptionCountsLayersAndMultiplyAdds() {
        const auto network = make_network(mlp({512}), mnist, 10);
        const ModelDescription description = describe_network(*network, mnist);
        QCOMPARE(description.parameters, 784 * 512 + 512 + 512 * 10 + 10);
        QCOMPARE(description.multiply_adds, 784 * 512 + 512 * 10);
        QCOMPARE(description.layers.size(), 2);
        QCOMPARE(description.layers[0].name, "fc1");
        QCOMPARE(description.layers[0].output_shape, std::vector<std::int64_t>{512});

        const auto wide = make_network(wide_resnet(10, 1), cifar, 10);
        const ModelDescription blocks = describe_network(*wide, cifar);
        std::int64_t sum = 0;
        for (const LayerDescription& layer : blocks.layers) sum += layer.parameters;
        QCOMPARE(sum, blocks.parameters);
        QCOMPARE(blocks.layers[3].name, "block3.layer.0");
        QCOMPARE(blocks.layers[3].output_shape, (std::vector<std::int64_t>{64, 8, 8}));
        const std::int64_t by_hand =
            1024 * 432 + 1024 * 2 * 2304 + 256 * (4608 + 9216 + 512) + 64 * (18432 + 36864 + 2048) + 640;
        QCOMPARE(blocks.multiply_adds, by_hand);
    }

    void aModelThatIsNotThereIsRefused() {
        ModelConfig model;
        model.name = "perceptron";
        QVERIFY_THROWS_EXCEPTION(UsageError, make_network(model, mnist, 10));
        QVERIFY_THROWS_EXCEPTION(UsageError, make_network(wide_resnet(27, 1), cifar, 10));
    }
};

QTEST_APPLESS_MAIN(TestModels)
#include "test_models.moc"
