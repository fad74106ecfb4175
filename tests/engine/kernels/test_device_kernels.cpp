// The arithmetic of the GPU's kernels, without a GPU: their source runs on the CPU, started by the host's code as on a
// device, and is compared with LibTorch's own operations.

#include "core/engine/kernels/row_losses.h"
#include "core/engine/training/run.h"
#include "tests/engine/kernels/batch_norm_pass.h"
#include "tests/engine/kernels/grid_emulator.h"
#include "tests/engine/training/operation_recorder.h"
#include "tests/engine/training/sample_run.h"

#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace overfit;
using emulated::Block;
using emulated::GridEmulator;

namespace {

struct Shape {
    std::int64_t images, channels, side;
    bool weight = true, bias = true;
    double mean = 0.0;   // of the activations, in deviations
};

torch::Tensor drawn(at::IntArrayRef sizes, std::uint64_t seed) {
    return torch::randn(sizes, make_generator(torch::kCPU, seed), torch::kFloat64);
}

/// Of numbers that x_type can hold, computed in x_type with parts of parts_type.
template <typename Forward>
Pass pass_of(const Shape& shape, torch::ScalarType x_type, torch::ScalarType held_by, torch::ScalarType parts_type,
             const Forward& forward) {
    const auto part = [&](std::uint64_t seed) { return drawn({shape.channels}, seed).abs().add_(0.5).to(parts_type); };
    BatchNormParts parts{.weight = {}, .bias = {}, .running_mean = part(1), .running_var = part(2)};
    if (shape.weight) parts.weight = part(3).requires_grad_();
    if (shape.bias) parts.bias = part(4).sub_(1.0).requires_grad_();
    const auto held = [&](const torch::Tensor& values) {
        return values.contiguous(at::MemoryFormat::ChannelsLast).to(held_by).to(x_type);
    };
    const std::array<std::int64_t, 4> sizes{shape.images, shape.channels, shape.side, shape.side};
    torch::Tensor x = held(drawn(sizes, 5).add_(shape.mean)).requires_grad_();
    const torch::Tensor y = forward(x, parts);
    y.backward(held(drawn(sizes, 6)));
    return finished_pass(x, y, parts);
}

torch::Tensor fused(const torch::Tensor& x, const BatchNormParts& parts) {
    return batch_norm_relu(x, parts, /*training=*/true);
}

Pass by_kernels(const Shape& shape, torch::ScalarType type, GridEmulator& emulator) {
    const KernelScope scope(&emulator);
    return pass_of(shape, type, type, torch::kFloat32, fused);
}

std::vector<torch::Tensor> tensors_of(const Pass& pass) {
    std::vector<torch::Tensor> tensors{pass.y, pass.dx, pass.running_mean, pass.running_var};
    if (pass.d_weight.defined()) tensors.push_back(pass.d_weight);
    if (pass.d_bias.defined()) tensors.push_back(pass.d_bias);
    return tensors;
}

/// The largest difference, as a share of the largest value.
double difference(const torch::Tensor& left, const torch::Tensor& right) {
    const torch::Tensor found = left.to(torch::kFloat64), expected = right.to(torch::kFloat64);
    return ((found - expected).abs().max() / expected.abs().max().clamp_min(1e-30)).item<double>();
}

/// A kernel of the tests: two sums of the same type, one after the other, over a column.
struct TwoSums {
    device::GradientSums* found;   // by each thread: 0 + 1 + ..., and three times that
};

void two_sums(const TwoSums of) {
    const double own = threadIdx.y;
    const double once = device::merged_column(device::GradientSums{own, 0.0}).sum;
    const double thrice = device::merged_column(device::GradientSums{3.0 * own, 0.0}).sum;
    of.found[threadIdx.y * blockDim.x + threadIdx.x] = {once, thrice};
}

[[maybe_unused]] const bool added_two_sums = emulated::add_kernel("two_sums", &two_sums);

void add_types() {
    QTest::newRow("fp32") << static_cast<int>(torch::kFloat32);
    QTest::newRow("fp16") << static_cast<int>(torch::kFloat16);
    QTest::newRow("bf16") << static_cast<int>(torch::kBFloat16);
}

struct Batch {
    torch::Tensor logits, labels, true_labels;
};

Batch batch_of(std::int64_t rows, std::int64_t classes, double spread) {
    const at::Generator generator = make_generator(torch::kCPU, static_cast<std::uint64_t>(rows * 1000 + classes));
    const auto labels = [&] { return torch::randint(0, classes, {rows}, generator, torch::kInt64); };
    return {.logits = (torch::randn({rows, classes}, generator, torch::kFloat64) * spread).to(torch::kFloat32),
            .labels = labels(),
            .true_labels = labels()};
}

/// Against LibTorch's in fp64, by whatever takes the batch now.
void verify_cross_entropy(const Batch& batch) {
    torch::Tensor logits = batch.logits.clone().requires_grad_(), entry = torch::zeros({2}, torch::kFloat64);
    torch::Tensor exact = batch.logits.to(torch::kFloat64).requires_grad_();
    const torch::Tensor loss = mean_cross_entropy(logits, batch.labels, entry);
    (loss * 8.0).backward();   // as loss scaling does
    const torch::Tensor expected = torch::cross_entropy_loss(exact, batch.labels);
    (expected * 8.0).backward();
    const double value = expected.item<double>();
    // The logarithm of a sum of exponentials: some roundings of the largest number in it.
    QVERIFY(std::abs(loss.item<double>() - value) <= 1e-6 * (1.0 + std::abs(value)));
    QCOMPARE(entry[0].item<double>(), loss.item<double>());
    QCOMPARE(entry[1].item<std::int64_t>(), batch.logits.argmax(1).eq(batch.labels).sum().item<std::int64_t>());
    // Of a probability near 1: an exponential's 1e-7 times what its argument, up to 30, has lost.
    QVERIFY((logits.grad() - exact.grad()).abs().max().item<double>() <=
            8.0 / static_cast<double>(batch.labels.size(0)) * 4e-6);
}

void add_batches() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("classes");
    QTest::addColumn<double>("spread");
    for (const int rows : {1, 80, 128}) {
        for (const int classes : {1, 2, 10, 100, 1000}) QTest::addRow("%d x %d", rows, classes) << rows << classes << 3.0;
    }
    QTest::newRow("huge logits") << 7 << 10 << 1e30;
    QTest::newRow("large logits") << 33 << 10 << 1e4;
    QTest::newRow("more blocks than one") << 300 << 10 << 1.0;
}

}   // namespace

Q_DECLARE_METATYPE(Shape)

class TestDeviceKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void batchNormReluAgreesWithLibTorchInDouble_data() {
        QTest::addColumn<Shape>("shape");
        QTest::addColumn<int>("type");
        const std::pair<const char*, Shape> shapes[] = {{"1 channel", {4, 1, 9}},
                                                        {"3 channels", {3, 3, 7}},
                                                        {"16 channels", {8, 16, 16}},
                                                        {"24 channels, odd rows", {3, 24, 5}},
                                                        {"64 channels", {5, 64, 6}},
                                                        {"160 channels", {2, 160, 8}},
                                                        {"35 channels: a thread without one", {2, 35, 3}},
                                                        {"280 channels: threads without one", {2, 280, 3}},
                                                        {"few rows", {3, 16, 1}},
                                                        {"many blocks", {40, 8, 32}},
                                                        {"no scale", {4, 32, 4, false, true}},
                                                        {"neither scale nor shift", {4, 32, 4, false, false}},
                                                        {"mean far from zero", {16, 16, 8, true, true, 100.0}}};
        for (const auto& [name, shape] : shapes) {
            for (const auto type : {torch::kFloat32, torch::kFloat16, torch::kBFloat16}) {
                if (shape.mean > 1.0 && type != torch::kFloat32) continue;   // 16 bits have too few digits
                QTest::addRow("%s, %s", name, torch::toString(type)) << shape << static_cast<int>(type);
            }
        }
    }
    void batchNormReluAgreesWithLibTorchInDouble() {
        QFETCH(Shape, shape);
        QFETCH(int, type);
        const auto x_type = static_cast<torch::ScalarType>(type);
        GridEmulator emulator;
        const Pass found = by_kernels(shape, x_type, emulator);
        const Pass expected = pass_of(shape, torch::kFloat64, x_type, torch::kFloat64, composed_forward);
        QCOMPARE(emulator.launched.size(), std::size_t{6});
        QCOMPARE(found.y.scalar_type(), x_type);
        QCOMPARE(found.dx.scalar_type(), x_type);
        QVERIFY(found.y.is_contiguous(at::MemoryFormat::ChannelsLast));
        // Sums are double over tens of products in float: seven digits, and with a mean of 100 deviations five. What is
        // stored in 16 bits is rounded once: half a unit in the last place, 2^-11 or 2^-8 of a value.
        const double in_float = 1e-5 * (1.0 + shape.mean);
        const double stored = x_type == torch::kFloat32   ? in_float
                              : x_type == torch::kFloat16 ? std::ldexp(1.001, -11) + in_float
                                                          : std::ldexp(1.001, -8) + in_float;
        const auto near = [](const char* what, double apart, double allowed) {
            if (!(apart <= allowed)) qWarning("%s: %g apart, allowed %g", what, apart, allowed);
            return apart <= allowed;
        };
        QVERIFY(near("y", difference(found.y, expected.y), stored));
        QVERIFY(near("dx", difference(found.dx, expected.dx), stored));
        if (shape.weight) QVERIFY(near("d_weight", difference(found.d_weight, expected.d_weight), in_float));
        if (shape.bias) QVERIFY(near("d_bias", difference(found.d_bias, expected.d_bias), in_float));
        QVERIFY(near("running mean", difference(found.running_mean, expected.running_mean), 1e-6));
        QVERIFY(near("running variance", difference(found.running_var, expected.running_var), 1e-6 * (1.0 + shape.mean)));
    }

    void everyThreadIsToldEachSum() {
        for (const auto order : {Block::Order::Forward, Block::Order::Backward}) {
            std::vector<device::GradientSums> found(15);
            const TwoSums arguments{.found = found.data()};
            GridEmulator emulator(order);
            emulator.launch("two_sums", {.threads_x = 3, .threads_y = 5}, &arguments);
            for (const device::GradientSums& told : found) {
                QCOMPARE(told.sum, 10.0);
                QCOMPARE(told.product, 30.0);
            }
        }
    }

    /// A barrier that is missing shows where threads run in another order.
    void theOrderOfThreadsChangesNoBit_data() {
        QTest::addColumn<int>("type");
        add_types();
    }
    void theOrderOfThreadsChangesNoBit() {
        QFETCH(int, type);
        for (const Shape& shape : {Shape{5, 24, 9}, Shape{3, 3, 8}}) {
            GridEmulator forward(Block::Order::Forward), backward(Block::Order::Backward);
            const auto one = tensors_of(by_kernels(shape, static_cast<torch::ScalarType>(type), forward));
            const auto other = tensors_of(by_kernels(shape, static_cast<torch::ScalarType>(type), backward));
            for (std::size_t place = 0; place < one.size(); ++place) QVERIFY(one[place].equal(other[place]));
        }
    }

    void widthsAreChosenByChannelsAndPlace() {
        const auto width_for = [](const torch::Tensor& x) {
            GridEmulator emulator;
            const KernelScope scope(&emulator);
            const BatchNormParts parts{.weight = {},
                                       .bias = {},
                                       .running_mean = torch::zeros({x.size(1)}),
                                       .running_var = torch::ones({x.size(1)})};
            batch_norm_relu(x, parts, true);
            return emulator.launched.front();
        };
        const auto images = [](std::int64_t channels, torch::ScalarType type) {
            return torch::ones({2, channels, 3, 3}, type).contiguous(at::MemoryFormat::ChannelsLast);
        };
        QCOMPARE(width_for(images(16, torch::kFloat32)), std::string("partial_moments_float4"));
        QCOMPARE(width_for(images(6, torch::kFloat32)), std::string("partial_moments_float1"));
        QCOMPARE(width_for(images(24, torch::kHalf)), std::string("partial_moments_half8"));
        QCOMPARE(width_for(images(12, torch::kBFloat16)), std::string("partial_moments_bfloat1"));
        const torch::Tensor beside = torch::ones({2 * 9 * 16 + 1}).narrow(0, 1, 2 * 9 * 16);   // not at 16 bytes
        QCOMPARE(width_for(beside.view({2, 3, 3, 16}).permute({0, 3, 1, 2})), std::string("partial_moments_float1"));
    }

    void aDivergedRunIsNotHidden() {
        GridEmulator emulator;
        const KernelScope scope(&emulator);
        torch::Tensor x = torch::randn({2, 16, 4, 4}).contiguous(at::MemoryFormat::ChannelsLast);
        x[0][3][0][0] = std::numeric_limits<float>::quiet_NaN();
        const BatchNormParts parts{
            .weight = {}, .bias = {}, .running_mean = torch::zeros({16}), .running_var = torch::ones({16})};
        const torch::Tensor y = batch_norm_relu(x, parts, /*training=*/true);
        QVERIFY(y.select(1, 3).isnan().all().item<bool>());
        QVERIFY(!y.select(1, 4).isnan().any().item<bool>());
    }

    void crossEntropyAgreesWithLibTorchInDouble_data() { add_batches(); }
    void crossEntropyAgreesWithLibTorchInDouble() {
        QFETCH(int, rows);
        QFETCH(int, classes);
        QFETCH(double, spread);
        const Batch batch = batch_of(rows, classes, spread);
        {
            GridEmulator emulator;
            const KernelScope scope(&emulator);
            verify_cross_entropy(batch);
            QVERIFY(!emulator.launched.empty());
        }
        if (has_mean_cross_entropy(batch.logits)) verify_cross_entropy(batch);   // by one thread of the CPU
    }

    void scoresAgreeWithLibTorch_data() { add_batches(); }
    void scoresAgreeWithLibTorch() {
        QFETCH(int, rows);
        QFETCH(int, classes);
        QFETCH(double, spread);
        const Batch batch = batch_of(rows, classes, spread);
        const ScoredRows expected = score_rows(batch.logits, batch.labels, batch.true_labels);
        GridEmulator emulator(Block::Order::Backward);
        const KernelScope scope(&emulator);
        const ScoredRows found = score_rows(batch.logits, batch.labels, batch.true_labels);
        QCOMPARE(emulator.launched.size(), std::size_t{1});
        QVERIFY(found.predicted.equal(expected.predicted));
        QVERIFY(torch::allclose(found.given_loss, expected.given_loss, 2e-6, 2e-6));
        QVERIFY(torch::allclose(found.true_loss, expected.true_loss, 2e-6, 2e-6));
    }

    void theFirstOfEqualLogitsIsPredictedAndNanIsTheLargest() {
        const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
        const torch::Tensor logits = torch::tensor({{1.0F, 5.0F, 5.0F, 5.0F},
                                                    {0.0F, 0.0F, 0.0F, 0.0F},
                                                    {2.0F, nan, 7.0F, nan},
                                                    {nan, nan, nan, nan},
                                                    {-infinity, -infinity, -infinity, -infinity},
                                                    {1.0F, infinity, nan, 2.0F},
                                                    {infinity, 3.0F, infinity, 1.0F}});
        const torch::Tensor labels = torch::zeros({7}, torch::kInt64);
        const ScoredRows expected = score_rows(logits, labels, labels);
        GridEmulator emulator;
        const KernelScope scope(&emulator);
        const ScoredRows found = score_rows(logits, labels, labels);
        QVERIFY(found.predicted.equal(expected.predicted));
        QVERIFY(torch::allclose(found.given_loss, expected.given_loss, 1e-6, 1e-6, /*equal_nan=*/true));
        const torch::Tensor entry = torch::zeros({2}, torch::kFloat64);
        QVERIFY(mean_cross_entropy(logits, labels, entry).isnan().item<bool>());
        QCOMPARE(entry[1].item<std::int64_t>(), logits.argmax(1).eq(labels).sum().item<std::int64_t>());
    }

    void aLabelThatIsNoClassIsNotANumber() {
        GridEmulator emulator;
        const KernelScope scope(&emulator);
        const torch::Tensor entry = torch::zeros({2}, torch::kFloat64);
        for (const std::int64_t label : {-1, 3}) {
            QVERIFY(mean_cross_entropy(torch::zeros({1, 3}), torch::full({1}, label, torch::kInt64), entry)
                        .isnan()
                        .item<bool>());
        }
    }

    /// Whole runs, through every kernel; recorded steps too.
    void aRunWithKernelsTrainsToWhatOneWithoutDoes_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("recorded");
        for (const char* model : {"mlp", "wide-resnet"}) {
            QTest::addRow("%s", model) << QString(model) << false;
            QTest::addRow("%s, recorded", model) << QString(model) << true;
        }
    }
    void aRunWithKernelsTrainsToWhatOneWithoutDoes() {
        QFETCH(QString, model);
        QFETCH(bool, recorded);
        ExperimentConfig config = sample_config(0.5);
        config.model.name = model.toStdString();
        config.model.depth = 10;
        config.training.epochs = 2;
        const PreparedExperiment experiment = sample_experiment(config);
        GridEmulator emulator;
        CallingRecorder recorder;
        const RunDiary without = trained(experiment, nullptr, nullptr);
        const RunDiary with = trained(experiment, &emulator, recorded ? &recorder : nullptr);
        const auto launches = [&](const char* kernel) {
            return std::ranges::count_if(emulator.launched,
                                         [&](const std::string& name) { return name.starts_with(kernel); });
        };
        QVERIFY(launches("cross_entropy") > 0 && launches("row_scores") > 0);
        QCOMPARE(launches("partial_gradients") > 0, model == "wide-resnet");
        QCOMPARE(recorder.replays > 0, recorded);
        QCOMPARE(with.lines.size(), without.lines.size());
        for (std::size_t line = 0; line < with.lines.size(); ++line) {
            // Some steps of float, whose roundings each step multiplies.
            QVERIFY(std::abs(*with.lines[line].train_loss - *without.lines[line].train_loss) < 1e-4);
            QCOMPARE(*with.lines[line].train_accuracy, *without.lines[line].train_accuracy);
            QCOMPARE(*with.lines[line].test_accuracy, *without.lines[line].test_accuracy);
        }
    }

private:
    static RunDiary trained(const PreparedExperiment& experiment, KernelLauncher* launcher, WorkRecorder* recorder) {
        const KernelScope scope(launcher);
        const Compute compute = choose_compute(experiment.config, "");
        const ProcessSettings settings(compute, experiment.config.deterministic);
        RunDiary diary;
        train_on(experiment, make_training_data(experiment, compute), compute, diary, {}, nullptr, recorder);
        return diary;
    }
};

QTEST_GUILESS_MAIN(TestDeviceKernels)
#include "test_device_kernels.moc"
