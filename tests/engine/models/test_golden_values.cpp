#include "core/engine/models/initialization.h"
#include "core/engine/training/device.h"
#include "core/engine/training/optimizer.h"
#include "tests/engine/golden_file.h"
#include "tests/engine/models/named_models.h"

#include <QTest>
#include <algorithm>
#include <cmath>

using namespace overfit;

namespace {

/// As fill() in tests/golden/models.py.
void fill(Network& network) {
    const torch::NoGradGuard no_gradients;
    std::uint64_t seed = 0;
    for (const auto& item : network.named_parameters()) {
        torch::Tensor parameter = item.value();
        const bool vector = parameter.dim() == 1;
        const double scale = vector ? 0.5 : std::sqrt(24.0 / static_cast<double>(parameter[0].numel()));
        const double shift = vector && item.key().ends_with("weight") ? 1.0 : 0.0;
        parameter.copy_(uniform(parameter.sizes(), seed++, scale) + shift);
    }
    for (const auto& buffer : network.named_buffers()) buffer.value().fill_(buffer.key().ends_with("running_var") ? 1 : 0);
}

/// As OPTIMIZERS in tests/golden/models.py.
TrainingConfig rule_named(const std::string& name) {
    TrainingConfig rule;
    rule.weight_decay = 0.01;
    rule.momentum = name == "sgd" ? 0.0 : 0.9;
    rule.nesterov = name == "nesterov";
    if (name == "adam") rule.optimizer = OptimizerKind::Adam;
    if (name == "adamw") rule.optimizer = OptimizerKind::AdamW;
    rule.beta1 = 0.8;
    rule.beta2 = 0.99;
    rule.epsilon = 1e-4;
    return rule;
}

// Why 1e-8: both sides compute in float64, whose rounding of 1e-16 deep networks with batch normalisation multiply by up to
// a million over three steps; other memory layouts, thread counts and processors add in another order. A wrong constant, a
// missing layer or a wrong decay shows from 1e-4 on.
constexpr double tolerance = 1e-8;
// Why 1e-3: float32 rounds at 6e-8, and Inception v3's logits are then 1e-4 off, the others' less than 1e-6.
constexpr double float32_tolerance = 1e-3;

/// The largest relative deviations that a row met: told, so that one sees how far from the tolerance they are.
struct Deviations {
    double float64 = 0.0, float32 = 0.0;
};
Deviations met;

bool near(const torch::Tensor& left, const torch::Tensor& right, double relative) {
    if (left.sizes() != right.sizes()) return false;
    const double deviation = (left - right).abs().max().item<double>() / right.abs().max().item<double>();
    double& largest = relative == tolerance ? met.float64 : met.float32;
    largest = std::max(largest, deviation);
    return deviation <= relative;
}

/// golden: checksum(tensor). Sums of values may cancel, so their norm is the measure.
bool has_checksum(const torch::Tensor& tensor, const torch::Tensor& golden) {
    const double square = golden[1].item<double>();
    const double norm = std::sqrt(square) + 1e-12;
    const torch::Tensor difference = (checksum(tensor) - golden).abs();
    met.float64 = std::max(met.float64, difference[0].item<double>() / norm);
    return difference[0].item<double>() <= tolerance * norm && difference[1].item<double>() <= tolerance * norm * norm &&
           difference[2].item<double>() <= tolerance * norm;
}

/// golden: one checksum a tensor, in the same order.
void compare_checksums(const torch::OrderedDict<std::string, torch::Tensor>& tensors, const torch::Tensor& golden) {
    QCOMPARE(static_cast<std::int64_t>(tensors.size()), golden.size(0));
    std::int64_t place = 0;
    for (const auto& item : tensors) QVERIFY2(has_checksum(item.value(), golden[place++]), item.key().c_str());
}

/// Forward, loss and gradients of one step.
void compare_first_step(Network& network, const torch::Tensor& logits, const torch::Tensor& loss, const GoldenFile& golden) {
    QVERIFY(near(logits, golden["logits"], tolerance));
    QVERIFY(near(loss.view({1}), golden["loss"], tolerance));
    for (const auto& parameter : network.named_parameters()) {
        QVERIFY2(has_checksum(parameter.value().grad(), golden["gradient." + parameter.key()]), parameter.key().c_str());
    }
}

/// One case of tests/golden/models.py. optimizers: the first one's values are recorded whole.
void compare_with_golden(Network& network, const torch::Tensor& rough_images, const std::vector<std::string>& optimizers,
                         const GoldenFile& golden) {
    const torch::Tensor labels = torch::arange(rough_images.size(0)) * 3 % 10;
    fill(network);
    network.place(torch::kCPU);
    network.train();
    {
        const torch::NoGradGuard no_gradients;
        QVERIFY(near(network.forward(rough_images).to(torch::kFloat64), golden["logits"], float32_tolerance));
    }
    network.to(torch::kFloat64);
    const torch::Tensor images = rough_images.to(torch::kFloat64);
    for (const std::string& name : optimizers) {
        fill(network);
        network.train();
        const auto optimizer = make_optimizer(network, rule_named(name));
        for (int step = 1; step <= 3; ++step) {
            const torch::Tensor logits = network.forward(images);
            const torch::Tensor loss = torch::cross_entropy_loss(logits, labels);
            loss.backward();
            if (step == 1 && name == optimizers.front()) compare_first_step(network, logits, loss, golden);
            optimizer->step(0.01);
        }
        compare_checksums(network.named_parameters(), golden[name + ".weights"]);
        if (name != optimizers.front() || network.named_buffers().is_empty()) continue;
        const c10::InferenceMode inference;
        network.settle_counts(3);
        compare_checksums(network.named_buffers(), golden["buffers"]);
        network.eval();
        QVERIFY(near(network.forward(images), golden["evaluated_logits"], tolerance));
    }
}

}   // namespace

class TestGoldenValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }   // OpenMP's threads spin: many times slower on a busy machine

    void modelsComputeAsPythonDoes_data() {
        QTest::addColumn<ModelConfig>("model");
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("seed");   // of the images
        QTest::addColumn<QString>("optimizers");
        const QString every = "momentum sgd nesterov adam adamw";
        QTest::newRow("mlp") << mlp({20, 12}) << 4 << 50 << every;
        QTest::newRow("linear") << model_named("linear") << 4 << 50 << "momentum";
        QTest::newRow("wide_resnet") << wide_resnet(10, 1) << 8 << 51 << every;
        QTest::newRow("resnet") << resnet(4) << 32 << 52 << "momentum";
        QTest::newRow("wide_resnet_16_2") << wide_resnet(16, 2) << 32 << 57 << "momentum";
        QTest::newRow("small_inception") << model_named("small-inception") << 28 << 53 << "momentum";
        QTest::newRow("small_inception_without_affine") << inception_with(BatchNormAffine::None) << 28 << 53 << "momentum";
        QTest::newRow("small_inception_scale_and_shift")
            << inception_with(BatchNormAffine::ScaleAndShift) << 28 << 53 << "momentum";
        QTest::newRow("small_inception_without_norm") << inception_without_norm() << 28 << 53 << "momentum";
        QTest::newRow("small_alexnet") << model_named("small-alexnet") << 28 << 54 << "momentum";
        ModelConfig normalized = model_named("small-alexnet");
        normalized.response_normalization = {.size = 5, .alpha = 0.5, .beta = 0.6, .k = 2.0};
        QTest::newRow("small_alexnet_normalized") << normalized << 28 << 54 << "momentum";
        QTest::newRow("alexnet") << model_named("alexnet") << 95 << 55 << "sgd";
        QTest::newRow("inception_v3") << model_named("inception-v3") << 107 << 56 << "momentum";
    }
    void modelsComputeAsPythonDoes() {
        QFETCH(ModelConfig, model);
        QFETCH(int, side);
        QFETCH(int, seed);
        QFETCH(QString, optimizers);
        std::vector<std::string> names;
        for (const QString& name : optimizers.split(' ')) names.push_back(name.toStdString());
        const std::int64_t count = side > 32 ? 4 : 6;
        const auto network = make_network(model, square(side), 10);
        torch::Tensor images = uniform({count, 3, side, side}, static_cast<std::uint64_t>(seed), 2.0);
        if (network->layout() == MemoryLayout::ChannelsLast) images = as_channels_last(images);
        met = {};
        compare_with_golden(*network, images, names, GoldenFile(QTest::currentDataTag() + std::string(".safetensors")));
        qInfo("%lld parameters; largest deviation from PyTorch %.1e in float64, %.1e in float32",
              static_cast<long long>(network->parameter_count()), met.float64, met.float32);
    }

    void defaultWeightsArePythons_data() {
        QTest::addColumn<ModelConfig>("model");
        QTest::addColumn<int>("side");
        QTest::newRow("mlp") << mlp({20, 12}) << 4;
        QTest::newRow("resnet") << resnet(4) << 32;
        QTest::newRow("small_inception_without_norm") << inception_without_norm() << 28;
        QTest::newRow("small_alexnet") << model_named("small-alexnet") << 28;
        QTest::newRow("alexnet") << model_named("alexnet") << 95;
    }
    void defaultWeightsArePythons() {
        QFETCH(ModelConfig, model);
        QFETCH(int, side);
        const auto network = make_network(model, square(side), 10);
        draw_weights(*network, Initialization::Default, make_generator(torch::kCPU, 20170424));
        const GoldenFile golden(QTest::currentDataTag() + std::string(".safetensors"));
        compare_checksums(network->named_parameters(), golden["drawn"]);
    }
};

QTEST_APPLESS_MAIN(TestGoldenValues)
#include "test_golden_values.moc"
