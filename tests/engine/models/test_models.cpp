#include "core/engine/models/alexnet.h"
#include "core/engine/models/initialization.h"
#include "core/engine/models/small_alexnet.h"
#include "core/engine/training/describe_model.h"
#include "core/engine/training/device.h"
#include "core/support/error.h"
#include "tests/engine/models/named_models.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

using namespace overfit;

namespace {

std::int64_t parameters(const ModelConfig& model, const InputShape& input, std::int64_t classes = 10) {
    return make_network(model, input, classes)->parameter_count();
}

/// The names of all operations whose gradients lead from `output` back to the weights.
QStringList gradients_behind(const torch::Tensor& output) {
    QStringList names;
    std::set<const torch::autograd::Node*> seen;
    std::vector<std::shared_ptr<torch::autograd::Node>> waiting{output.grad_fn()};
    while (!waiting.empty()) {
        const auto node = waiting.back();
        waiting.pop_back();
        if (!node || !seen.insert(node.get()).second) continue;
        names << QString::fromStdString(node->name());
        for (const torch::autograd::Edge& edge : node->next_edges()) waiting.push_back(edge.function);
    }
    return names;
}

at::Generator seeded(std::uint64_t seed) { return make_generator(torch::kCPU, seed); }

}   // namespace

class TestModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }   // OpenMP's threads spin: many times slower on a busy machine

    void everyModelHasAMaker() {
        std::set<std::string_view> known;
        for (const ModelFacts& facts : model_facts()) known.insert(facts.name);
        const auto names = model_names();
        QCOMPARE(std::set<std::string_view>(names.begin(), names.end()), known);
    }

    /// The input's layout is asked of the table, without a network.
    void theTableKnowsTheLayoutOfEachModel() {
        for (const std::string_view name : model_names()) {
            const ModelConfig model = model_named(name);
            const std::int64_t side = name == "inception-v3" ? 299 : name == "alexnet" ? 224 : 32;
            QVERIFY2(model_layout(model) == make_network(model, square(side), 10)->layout(), name.data());
        }
        QVERIFY_EXCEPTION_THROWN(model_layout(model_named("vgg")), UsageError);
    }

    void parameterCountsAreThePapers() {
        QCOMPARE(parameters(mlp({512}), cropped_cifar), 1'209'866);
        QCOMPARE(parameters(mlp({512, 512, 512}), cropped_cifar), 1'735'178);
        ModelConfig without_bias = mlp({512});
        without_bias.bias = false;
        QCOMPARE(parameters(without_bias, cifar), 1'577'984);
        QCOMPARE(parameters(wide_resnet(28, 1), cifar), 369'498);
        QCOMPARE(parameters(wide_resnet(28, 10), cifar), 36'479'194);
        QCOMPARE(parameters(model_named("small-inception"), cropped_cifar), 1'649'402);
        QCOMPARE(parameters(inception_without_norm(), cropped_cifar), 1'649'402);
        QCOMPARE(parameters(inception_with(BatchNormAffine::ScaleAndShift), cropped_cifar), 1'651'114);
        QCOMPARE(parameters(inception_with(BatchNormAffine::None), cropped_cifar), 1'647'690);
        QCOMPARE(parameters(model_named("small-alexnet"), cropped_cifar), 1'387'786);
    }

    void parameterCountsAreTheirSources() {
        QCOMPARE(parameters(resnet(64), cifar), 11'171'146);
        QCOMPARE(parameters(resnet(1), cifar), 2'947);
        QCOMPARE(parameters(model_named("alexnet"), square(224), 1000), 61'100'840);
        QCOMPARE(parameters(model_named("inception-v3"), square(299), 1000), 23'834'568);
        QCOMPARE(parameters(model_named("linear"), mnist), 7'850);
    }

    void inceptionV3DrawsAsTorchvision() {
        const ModelConfig model = model_named("inception-v3");
        const auto network = make_network(model, smallest_input(model), 10);
        draw_weights(*network, Initialization::Default, seeded(3));
        const auto weights = network->named_parameters();
        for (const char* name : {"Mixed_7c.branch3x3_2a.conv.weight", "fc.weight"}) {
            QVERIFY(std::abs(weights[name].std().item<double>() / 0.1 - 1.0) < 0.02);
        }
        QVERIFY(weights["fc.bias"].abs().max().item<double>() <= 1.0 / std::sqrt(2048.0));
        QVERIFY(weights["Mixed_7c.branch3x3_2a.bn.weight"].eq(1).all().item<bool>());
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
        for (const ModelFacts& facts : model_facts()) {
            ModelConfig model = model_named(facts.name);
            model.depth = 10;
            model.dropout = 0.5;
            const InputShape input = smallest_input(model, 1);
            const auto network = make_network(model, input, 10);
            draw_weights(*network, Initialization::Default, seeded(1));
            network->draw_dropout_from(seeded(2));
            network->forward(torch::ones({2, 1, input.height, input.width}));
            describe_network(*network, input);
        }
        QVERIFY(at::detail::getDefaultCPUGenerator().get_state().equal(before));
    }

    void activationsStayChannelsLast_data() {
        QTest::addColumn<ModelConfig>("model");
        QTest::addColumn<int>("channels");
        for (const ModelConfig& model :
             {wide_resnet(10, 1), resnet(4), model_named("small-inception"), inception_without_norm(),
              inception_with(BatchNormAffine::None), model_named("small-alexnet"), model_named("alexnet"),
              model_named("inception-v3")}) {
            for (const int channels : {1, 3}) {
                const bool affine = model.batch_norm_affine != BatchNormAffine::None;
                QTest::addRow("%s%s%s, %d channels", model.name.c_str(), model.batch_norm ? "" : " without norm",
                              affine ? "" : " not affine", channels)
                    << model << channels;
            }
        }
    }
    void activationsStayChannelsLast() {
        QFETCH(ModelConfig, model);
        QFETCH(int, channels);
        // Where one layer lost the layout, convolutions would copy at every layer after it.
        const std::int64_t side = std::max(16, find_model_facts(model.name)->smallest_side);
        const auto network = make_network(model, square(side, channels), 10);
        draw_weights(*network, Initialization::Default, seeded(1));
        network->place(torch::kCPU);
        for (const TracedLayer& layer :
             network->trace(as_channels_last(torch::rand({4, channels, side, side}, seeded(2))))) {
            const bool one_place = layer.shape.size() == 3 && layer.shape[1] * layer.shape[2] == 1;   // both layouts
            if (layer.shape.size() == 3 && !one_place) QVERIFY2(layer.channels_last, layer.name.c_str());
        }
    }

    /// Of what the models could use, PyTorch refuses the adaptive pools on a GPU with `deterministic`.
    void gradientsOfAllModelsAreDeterministicOnAGpu() {
        for (const ModelFacts& facts : model_facts()) {
            for (const std::int64_t more : {0, 4, 32}) {
                const InputShape input = square(facts.smallest_side + (facts.name == "mlp" ? 0 : more));
                const ModelConfig model = model_named(facts.name);
                if (!image_size_problem(model, static_cast<int>(input.height), static_cast<int>(input.width)).empty())
                    continue;
                const auto network = make_network(model, input, 10);
                network->train();
                const torch::Tensor images = torch::rand({2, 3, input.height, input.width});
                const QStringList gradients = gradients_behind(network->forward(images));
                QVERIFY(!gradients.empty());
                for (const QString& gradient : gradients) QVERIFY2(!gradient.contains("Adaptive"), qPrintable(gradient));
            }
        }
    }

    /// Its first use is an evaluation, and training keeps what it made then.
    void gridAverageIsTheAdaptivePoolAlsoAfterAnEvaluation() {
        GridAverage averaged;
        for (const auto& [height, width] : {std::pair{2, 5}, {7, 13}, {6, 6}, {13, 7}}) {
            torch::Tensor x = torch::rand({2, 3, height, width}, seeded(1)).requires_grad_();
            const torch::Tensor expected = torch::adaptive_avg_pool2d(x, {6, 6});
            {
                const c10::InferenceMode inference;
                QVERIFY(torch::allclose(averaged(x.detach()), expected.detach()));
            }
            const torch::Tensor found = averaged(x);
            QVERIFY(torch::allclose(found, expected));
            const torch::Tensor weights = torch::rand({2, 3, 6, 6}, seeded(2));
            QVERIFY(torch::allclose(torch::autograd::grad({(found * weights).sum()}, {x})[0],
                                    torch::autograd::grad({(expected * weights).sum()}, {x})[0]));
        }
    }

    void evaluationNormalizesWithinTheConvolution_data() {
        QTest::addColumn<int>("affine");
        QTest::addColumn<bool>("bias");
        QTest::newRow("scale and shift") << static_cast<int>(BatchNormAffine::ScaleAndShift) << false;
        QTest::newRow("shift") << static_cast<int>(BatchNormAffine::Shift) << true;
        QTest::newRow("none") << static_cast<int>(BatchNormAffine::None) << false;
    }

    /// In double: the two ways differ by rounding alone.
    void evaluationNormalizesWithinTheConvolution() {
        QFETCH(int, affine);
        QFETCH(bool, bias);
        Convolution convolution(3, 8, Kernel::square(3, 2), bias ? Bias::With : Bias::Without);
        BatchNorm norm(8, {.affine = static_cast<BatchNormAffine>(affine)});
        torch::manual_seed(1);
        const torch::NoGradGuard no_gradients;
        convolution.weight.normal_();
        for (torch::Tensor tensor : {convolution.bias, norm.weight, norm.bias, norm.running_mean}) {
            if (tensor.defined()) tensor.normal_();
        }
        norm.running_var.uniform_(0.1, 2.0);
        convolution.to(torch::kFloat64);
        norm.to(torch::kFloat64);
        norm.eval();
        const torch::Tensor x = torch::randn({4, 3, 9, 9}, torch::kFloat64);
        const torch::Tensor apart = norm.forward(convolution.forward(x)).relu();
        const torch::Tensor together = norm.forward_relu_after(convolution, x);
        QVERIFY(together.gt(0).any().item<bool>());
        QVERIFY(torch::allclose(together, apart, /*rtol=*/1e-12, /*atol=*/1e-12));
        norm.train();   // statistics of the batch: nothing can be taken over
        const torch::Tensor trained = norm.forward_relu_after(convolution, x);
        QVERIFY(!torch::allclose(trained, apart));
        QVERIFY(trained.mean().item<double>() > 0.0);
    }

    void responseNormalizationIsExactInHalfPrecision_data() {
        QTest::addColumn<int>("precision");
        QTest::newRow("bf16") << static_cast<int>(Precision::Bf16);
        QTest::newRow("fp16") << static_cast<int>(Precision::Fp16);
    }
    /// Values whose squares overflow fp16, and whose sums bf16 would round.
    void responseNormalizationIsExactInHalfPrecision() {
        QFETCH(int, precision);
        Compute half;
        half.precision = static_cast<Precision>(precision);
        const auto type = half.precision == Precision::Fp16 ? torch::kHalf : torch::kBFloat16;
        ResponseNormalization normalized(64, ResponseNormalizationConfig{});
        const torch::Tensor x = (torch::arange(2 * 64 * 9).reshape({2, 64, 3, 3}) - 500).to(type);
        const torch::Tensor expected = normalized(x.to(torch::kFloat32)).to(type);
        const AutocastScope autocast(half);
        const torch::Tensor found = normalized(x);
        QVERIFY(found.scalar_type() == type);
        QVERIFY(torch::equal(found, expected));
        QVERIFY(found.abs().max().item<double>() > 1.0);   // not divided by infinity
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
        QCOMPARE(description.layers[1].parameters, 5'130);
        QCOMPARE(description.layers[1].multiply_adds, 5'120);

        const ModelDescription wide = describe_network(*make_network(wide_resnet(10, 1), cifar, 10), cifar);
        QCOMPARE(wide.layers[3].name, "block3.layer.0");
        QCOMPARE(wide.layers[3].output_shape, (std::vector<std::int64_t>{64, 8, 8}));
        QCOMPARE(wide.layers[3].multiply_adds, 64 * (18432 + 36864 + 2048));
        QCOMPARE(wide.multiply_adds,
                 1024 * 432 + 1024 * 2 * 2304 + 256 * (4608 + 9216 + 512) + wide.layers[3].multiply_adds + 640);

        const auto inception = make_network(model_named("small-inception"), cropped_cifar, 10);
        const ModelDescription blocks = describe_network(*inception, cropped_cifar);
        QCOMPARE(blocks.layers[3].name, "block3");
        QCOMPARE(blocks.layers[3].output_shape, (std::vector<std::int64_t>{160, 14, 14}));
        QCOMPARE(blocks.layers[3].parameters, 57'600 + 80);
        QCOMPARE(blocks.layers[3].multiply_adds, 196 * 57'600);   // its pooling multiplies nothing
        QCOMPARE(blocks.multiply_adds, 784 * (2'592 + 30'720 + 29'696) +
                                           196 * (57'600 + 87'040 + 107'520 + 128'000 + 145'920) +
                                           49 * (124'416 + 387'840 + 542'976) + 3'360);
    }

    void describedLayersAddUpToTheWhole() {
        for (const ModelFacts& facts : model_facts()) {
            const ModelConfig model = model_named(facts.name);
            const ModelDescription description =
                describe_network(*make_network(model, smallest_input(model), 10), smallest_input(model));
            std::int64_t parameters = 0, multiply_adds = 0;
            for (const LayerDescription& layer : description.layers) {
                parameters += layer.parameters;
                multiply_adds += layer.multiply_adds;
                QVERIFY2(layer.multiply_adds > 0 || layer.name.starts_with("bn"), layer.name.c_str());
            }
            QVERIFY2(parameters == description.parameters, model.name.c_str());
            QVERIFY2(multiply_adds == description.multiply_adds, model.name.c_str());
        }
    }

    /// torchvision's documentation: 5.7 and 0.71 billion.
    void largeModelsCostWhatTheirSourceSays() {
        const auto cost = [](const char* name, std::int64_t side) {
            return describe_network(*make_network(model_named(name), square(side), 1000), square(side)).multiply_adds;
        };
        QCOMPARE(cost("alexnet", 224), 714'188'480);
        QVERIFY(std::abs(static_cast<double>(cost("inception-v3", 299)) - 5.713e9) < 0.01e9);
    }

    void aModelThatIsNotThereIsRefused() {
        ModelConfig model;
        model.name = "perceptron";
        QVERIFY_THROWS_EXCEPTION(UsageError, make_network(model, mnist, 10));
        QVERIFY_THROWS_EXCEPTION(UsageError, make_network(wide_resnet(27, 1), cifar, 10));
        QVERIFY_THROWS_EXCEPTION(UsageError, make_network(model_named("inception-v3"), cifar, 10));
        model = model_named("small-alexnet");
        model.response_normalization.size = 4;
        QVERIFY_THROWS_EXCEPTION(UsageError, make_network(model, cifar, 10));
    }
};

QTEST_APPLESS_MAIN(TestModels)
#include "test_models.moc"
