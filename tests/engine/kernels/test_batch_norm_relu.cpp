#include "core/engine/kernels/channel_rows.h"
#include "tests/engine/kernels/batch_norm_pass.h"

#include <QTest>
#include <cmath>

using namespace overfit;

namespace {

struct Case {
    std::int64_t images, channels, side;
    bool weight, bias;
    double mean;   // of the activations, in deviations
};

torch::Tensor channels_last(const torch::Tensor& x) { return x.contiguous(at::MemoryFormat::ChannelsLast); }

BatchNormParts parts_for(const Case& shape, torch::ScalarType type) {
    torch::manual_seed(7);
    BatchNormParts parts;
    // Drawn in double, whatever the type: the draws of the two differ.
    const auto drawn = [&] { return torch::rand({shape.channels}, torch::kFloat64).add_(0.5).to(type); };
    if (shape.weight) parts.weight = drawn().requires_grad_();
    if (shape.bias) parts.bias = drawn().requires_grad_();
    parts.running_mean = drawn();
    parts.running_var = drawn();
    return parts;
}

/// x and dy are rounded to `rounded_to` first, so that a pass in another type can be the reference.
template <typename Forward>
Pass pass_of(const Case& shape, torch::ScalarType parts_type, torch::ScalarType x_type, torch::ScalarType rounded_to,
             const Forward& forward) {
    BatchNormParts parts = parts_for(shape, parts_type);
    torch::Tensor x =
        channels_last(torch::randn({shape.images, shape.channels, shape.side, shape.side}, torch::kFloat64).add_(shape.mean))
            .to(rounded_to)
            .to(x_type);
    x.requires_grad_();
    const torch::Tensor y = forward(x, parts);
    y.backward(torch::randn(y.sizes(), torch::kFloat64).to(rounded_to).to(x_type));
    return finished_pass(x, y, parts);
}

torch::Tensor fused_forward(const torch::Tensor& x, const BatchNormParts& parts) {
    if (!fuses_batch_norm_relu(x, parts)) qFatal("this test wants the fused way");
    return batch_norm_relu(x, parts, /*training=*/true);
}

Pass fused(const Case& shape, torch::ScalarType type) { return pass_of(shape, type, type, type, fused_forward); }

Pass composed(const Case& shape, torch::ScalarType type) { return pass_of(shape, type, type, type, composed_forward); }

/// The largest difference, as a share of the largest value.
double difference(const torch::Tensor& left, const torch::Tensor& right) {
    if (!left.defined() && !right.defined()) return 0.0;
    return ((left - right).abs().max() / right.abs().max()).item<double>();
}

double largest_difference(const Pass& left, const Pass& right) {
    return std::max({difference(left.y, right.y), difference(left.dx, right.dx), difference(left.d_weight, right.d_weight),
                     difference(left.d_bias, right.d_bias), difference(left.running_mean, right.running_mean),
                     difference(left.running_var, right.running_var)});
}

}   // namespace

Q_DECLARE_METATYPE(Case)

class TestBatchNormRelu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithPyTorchsTwoOperations_data() {
        QTest::addColumn<Case>("shape");
        QTest::newRow("16 channels") << Case{8, 16, 32, true, true, 0.0};
        QTest::newRow("as many rows as leave a rest") << Case{3, 16, 5, true, true, 0.0};
        QTest::newRow("channels that fill no register") << Case{5, 17, 7, true, true, 0.5};
        QTest::newRow("one channel") << Case{4, 2, 9, true, true, 0.0};
        QTest::newRow("640 channels") << Case{2, 640, 4, true, true, 0.0};
        QTest::newRow("shift alone") << Case{4, 32, 8, false, true, 0.0};
        QTest::newRow("neither scale nor shift") << Case{4, 32, 8, false, false, 0.0};
        QTest::newRow("mean far from zero") << Case{16, 16, 16, true, true, 100.0};
    }
    void agreesWithPyTorchsTwoOperations() {
        QFETCH(Case, shape);
        // Both are sums in double; 1e-11 is a thousand roundings.
        const double in_double = largest_difference(fused(shape, torch::kFloat64), composed(shape, torch::kFloat64));
        QVERIFY2(in_double < 1e-11, qPrintable(QString::number(in_double)));
        // In float a value beside zero may fall on the other side of the rectifier; with a mean of 100 deviations seven
        // digits leave five.
        const Pass reference = composed(shape, torch::kFloat64);
        const double y = difference(fused(shape, torch::kFloat32).y, reference.y);
        QVERIFY2(y < 2e-6 * (1.0 + shape.mean), qPrintable(QString::number(y)));
    }

    void bfloat16IsRoundedAsPyTorchDoes() {
        // Every value there is, NaN and infinity too, as it is and on its way to the next one: below, at and above the
        // middle.
        std::vector<at::BFloat16> x;
        for (std::uint32_t bits = 0; bits <= 0xffff; ++bits) {
            x.emplace_back(static_cast<std::uint16_t>(bits), at::BFloat16::from_bits());
        }
        std::vector<at::BFloat16> y(x.size());
        const float ulp = std::ldexp(1.0F, -7), shift = 0.0F;   // of 1 in bfloat16
        for (const float scale : {1.0F, 1.0F + 0.49F * ulp, 1.0F + 0.5F * ulp, 1.0F + 0.51F * ulp, -1.0F}) {
            const Affine<float> affine{.scale = {&scale, 1}, .shift = {&shift, 1}};
            scale_and_rectify(x.data(), static_cast<std::int64_t>(x.size()), affine, y.data());
            for (std::size_t place = 0; place < x.size(); ++place) {
                const float value = scale * static_cast<float>(x[place]);
                const float rectified = value < 0.0F ? 0.0F : value;
                if (std::isnan(rectified)) {
                    QVERIFY(std::isnan(static_cast<float>(y[place])));
                } else {
                    QCOMPARE(static_cast<float>(y[place]), static_cast<float>(at::BFloat16(rectified)));
                }
            }
        }
    }

    void bfloat16AgreesWithPyTorchsTwoOperations_data() { agreesWithPyTorchsTwoOperations_data(); }
    void bfloat16AgreesWithPyTorchsTwoOperations() {
        QFETCH(Case, shape);
        if (shape.mean > 1.0) QSKIP("bfloat16 has too few digits for a mean far from zero");
        const Pass ours = pass_of(shape, torch::kFloat32, torch::kBFloat16, torch::kBFloat16, fused_forward);
        const Pass reference = pass_of(shape, torch::kFloat64, torch::kFloat64, torch::kBFloat16, composed_forward);
        QCOMPARE(ours.y.scalar_type(), torch::kBFloat16);
        QCOMPARE(ours.dx.scalar_type(), torch::kBFloat16);
        if (shape.weight) QCOMPARE(ours.d_weight.scalar_type(), torch::kFloat32);
        // One rounding to 8 bits, of the result: half a unit in the last place is 2^-8 of a value or less.
        const double half_a_unit = std::ldexp(1.0, -8) * 1.001;   // and what float rounds before
        QVERIFY2(difference(ours.y, reference.y) <= half_a_unit,
                 qPrintable(QString::number(difference(ours.y, reference.y))));
        QVERIFY2(difference(ours.dx, reference.dx) <= half_a_unit,
                 qPrintable(QString::number(difference(ours.dx, reference.dx))));
        // Sums are double over products in float: seven digits.
        QVERIFY(difference(ours.d_weight, reference.d_weight) < 1e-5);
        QVERIFY(difference(ours.d_bias, reference.d_bias) < 1e-5);
        QVERIFY(difference(ours.running_mean, reference.running_mean) < 1e-6);
        QVERIFY(difference(ours.running_var, reference.running_var) < 1e-6);
    }

    void evaluationTakesTheRunningStatistics() {
        const Case shape{4, 16, 8, true, true, 0.0};
        const BatchNormParts parts = parts_for(shape, torch::kFloat64);
        const torch::Tensor before = parts.running_mean.clone();
        const torch::Tensor x = channels_last(torch::randn({4, 16, 8, 8}, torch::kFloat64));
        const torch::NoGradGuard no_gradients;
        const torch::Tensor y = batch_norm_relu(x, parts, /*training=*/false);
        const torch::Tensor expected = torch::batch_norm(x, parts.weight, parts.bias, parts.running_mean, parts.running_var,
                                                         false, parts.momentum, parts.epsilon, true)
                                           .relu();
        QVERIFY(difference(y, expected) < 1e-12);
        const BatchNormParts in_float{.weight = parts.weight.to(torch::kFloat32),
                                      .bias = parts.bias.to(torch::kFloat32),
                                      .running_mean = parts.running_mean.to(torch::kFloat32),
                                      .running_var = parts.running_var.to(torch::kFloat32)};
        const torch::Tensor half = batch_norm_relu(x.to(torch::kBFloat16), in_float, /*training=*/false);
        QCOMPARE(half.scalar_type(), torch::kBFloat16);
        QVERIFY(difference(half, expected) < std::ldexp(1.0, -6));   // x and y are rounded to 8 bits
        QVERIFY(parts.running_mean.equal(before));
        QVERIFY(y.is_contiguous(at::MemoryFormat::ChannelsLast));
    }

    void otherLayoutsTakePyTorchsWay() {
        const Case shape{4, 16, 8, true, true, 0.0};
        const BatchNormParts parts = parts_for(shape, torch::kFloat64);
        const torch::Tensor x = torch::randn({4, 16, 8, 8}, torch::kFloat64);   // channels first
        QVERIFY(!fuses_batch_norm_relu(x, parts));
        const torch::Tensor y = batch_norm_relu(x, parts, /*training=*/true);
        QVERIFY(y.min().item<double>() >= 0.0);
        QVERIFY(y.requires_grad());
    }

    void everyNumberOfThreadsComputesTheSame() {
        const int before = at::get_num_threads();
        const Case shape{16, 16, 16, true, true, 0.5};   // 65,536 values: two tasks, so of seven threads most have none
        const Pass reference = composed(shape, torch::kFloat64);
        for (const int threads : {1, 2, 3, 7}) {
            at::set_num_threads(threads);
            const Pass pass = fused(shape, torch::kFloat64);
            at::set_num_threads(before);
            QVERIFY2(largest_difference(pass, reference) < 1e-11, qPrintable(QString::number(threads)));
        }
    }

    void theSameBitsEveryTime() {
        const Case shape{16, 16, 32, true, true, 0.0};
        const Pass once = fused(shape, torch::kFloat32);
        const Pass again = fused(shape, torch::kFloat32);
        QVERIFY(once.y.equal(again.y));
        QVERIFY(once.dx.equal(again.dx));
        QVERIFY(once.d_weight.equal(again.d_weight));
    }

    void aDivergedRunIsNotHidden() {
        const Case shape{2, 16, 4, true, true, 0.0};
        const BatchNormParts parts = parts_for(shape, torch::kFloat32);
        torch::Tensor x = channels_last(torch::randn({2, 16, 4, 4}));
        x[0][3][0][0] = std::numeric_limits<float>::quiet_NaN();
        const torch::Tensor half = batch_norm_relu(x.to(torch::kBFloat16), parts, /*training=*/true);
        QVERIFY(half.select(1, 3).isnan().all().item<bool>());
        const torch::Tensor y = batch_norm_relu(x, parts, /*training=*/true);
        QVERIFY(y.select(1, 3).isnan().all().item<bool>());
        QVERIFY(!y.select(1, 4).isnan().any().item<bool>());
    }

    void momentsOfPartsMergeIntoThoseOfTheWhole() {
        Moments left{.count = 2.0, .mean = 1.0, .squares = 2.0};   // 0, 2
        left.merge({.count = 2.0, .mean = 5.0, .squares = 2.0});   // 4, 6
        QCOMPARE(left.count, 4.0);
        QCOMPARE(left.mean, 3.0);
        QCOMPARE(left.squares, 9.0 + 1.0 + 1.0 + 9.0);
        left.merge({});
        QCOMPARE(left.count, 4.0);
    }
};

QTEST_GUILESS_MAIN(TestBatchNormRelu)
#include "test_batch_norm_relu.moc"
