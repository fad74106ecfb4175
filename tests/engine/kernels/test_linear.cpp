#include "core/engine/kernels/linear.h"
#include "core/engine/kernels/onednn_product.h"

#include <ATen/autocast_mode.h>

#include <QTest>
#include <vector>

using namespace overfit;

namespace {

struct Case {
    std::int64_t rows, inputs, units;
    bool bias = true;
};

/// The first ones too large for one thread.
const Case cases[] = {{128, 300, 512}, {80, 300, 512, false}, {600, 700, 10}, {128, 17, 129},
                      {1, 5, 200},     {3, 300, 10, false},   {7, 1, 1},      {64, 129, 65}};
constexpr int large_cases = 3;

/// One forward and backward pass.
struct Pass {
    torch::Tensor y, dx, d_weight, d_bias;
};

using Forward = torch::Tensor (*)(const torch::Tensor&, const torch::Tensor&, const torch::Tensor&);

/// Drawn in float32, computed in `type`. The gradient that arrives is a view with rows of another stride.
Pass pass_of(const Case& shape, torch::ScalarType type, Forward forward) {
    torch::manual_seed(11);
    const auto drawn = [&](std::vector<std::int64_t> sizes) { return torch::randn(sizes).to(type); };
    const torch::Tensor x = drawn({shape.rows, shape.inputs}).requires_grad_();
    const torch::Tensor weight = drawn({shape.units, shape.inputs}).requires_grad_();
    const torch::Tensor bias = shape.bias ? drawn({shape.units}).requires_grad_() : torch::Tensor();
    const torch::Tensor y = forward(x, weight, bias);
    y.backward(drawn({shape.units, shape.rows}).t());
    return {
        .y = y.detach(), .dx = x.grad(), .d_weight = weight.grad(), .d_bias = shape.bias ? bias.grad() : torch::Tensor()};
}

torch::Tensor composed_linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    return torch::linear(x, weight, bias);
}

torch::Tensor composed_linear_relu(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    return torch::linear(x, weight, bias).relu();
}

/// The largest difference, as a share of the largest value.
double difference(const torch::Tensor& left, const torch::Tensor& right) {
    if (!left.defined() && !right.defined()) return 0.0;
    const double largest = right.abs().max().item<double>();
    const double apart = (left - right).abs().max().item<double>();
    return largest == 0.0 ? apart : apart / largest;
}

double largest_difference(const Pass& left, const Pass& right) {
    return std::max({difference(left.y, right.y), difference(left.dx, right.dx), difference(left.d_weight, right.d_weight),
                     difference(left.d_bias, right.d_bias)});
}

/// The thread count as it was, afterwards.
class Threads {
public:
    explicit Threads(int count) : before_(at::get_num_threads()) { at::set_num_threads(count); }
    ~Threads() { at::set_num_threads(before_); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

private:
    int before_;
};

}   // namespace

class TestLinear : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itEqualsPyTorchs_data() {
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("threads");
        QTest::addColumn<bool>("rectified");
        for (int place = 0; place < static_cast<int>(std::size(cases)); ++place) {
            for (const int threads : {1, 2, 3, 7}) {
                QTest::addRow("case %d, %d threads", place, threads) << place << threads << false;
                QTest::addRow("case %d, %d threads, relu", place, threads) << place << threads << true;
            }
        }
    }
    void itEqualsPyTorchs() {
        QFETCH(int, place);
        QFETCH(int, threads);
        QFETCH(bool, rectified);
        const Threads scope(threads);
        const Forward ours = rectified ? linear_relu : linear;
        const Pass expected = pass_of(cases[place], torch::kFloat64, rectified ? composed_linear_relu : composed_linear);
        // Sums of at most 700 products: roundings of 1e-16 and 6e-8 that grow like the root of their number.
        const double doubles = largest_difference(pass_of(cases[place], torch::kFloat64, ours), expected);
        QVERIFY2(doubles < 1e-14, qPrintable(QString::number(doubles)));
        const double floats = largest_difference(pass_of(cases[place], torch::kFloat32, ours), expected);
        QVERIFY2(floats < 5e-6, qPrintable(QString::number(floats)));
        QCOMPARE(at::get_num_threads(), threads);   // one thread is for the small layers alone
    }

    void theWayIsChosenByTheSize() {
        const auto way = [](const Case& shape, torch::ScalarType type) {
            return linear_way(torch::ones({shape.rows, shape.inputs}, type), torch::ones({shape.units, shape.inputs}, type));
        };
        const LinearWay of_floats = multiplies_faster_by_onednn() ? LinearWay::OneDnn : LinearWay::Shared;
        for (int place = 0; place < static_cast<int>(std::size(cases)); ++place) {
            const bool large = place < large_cases;
            QCOMPARE(way(cases[place], torch::kFloat32), large ? of_floats : LinearWay::OneThread);
            QCOMPARE(way(cases[place], torch::kFloat64), large ? LinearWay::Shared : LinearWay::OneThread);
        }
    }

    /// Strided as gradients are, with and without a bias; also where MKL would be the faster one.
    void oneDnnMultipliesToo() {
        torch::manual_seed(4);
        const torch::Tensor x = torch::randn({300, 70}).t(), weight = torch::randn({300, 33}).t(), bias = torch::randn({33});
        const torch::Tensor expected = torch::linear(x.to(torch::kFloat64), weight.to(torch::kFloat64));
        QVERIFY(difference(onednn_product(x, weight).to(torch::kFloat64), expected) < 5e-6);
        const torch::Tensor rectified = onednn_product(x, weight, bias, Rectified::Yes).to(torch::kFloat64);
        QVERIFY(difference(rectified, (expected + bias).relu()) < 5e-6);
    }

    void theSameThreadsGiveTheSameBits_data() {
        QTest::addColumn<int>("place");
        QTest::newRow("shared") << 0;
        QTest::newRow("one thread") << large_cases;
    }
    void theSameThreadsGiveTheSameBits() {
        QFETCH(int, place);
        const Threads scope(3);
        const Pass first = pass_of(cases[place], torch::kFloat32, linear_relu);
        const Pass second = pass_of(cases[place], torch::kFloat32, linear_relu);
        QVERIFY(first.y.equal(second.y) && first.dx.equal(second.dx) && first.d_weight.equal(second.d_weight) &&
                first.d_bias.equal(second.d_bias));
    }

    void imagesNeedNoGradient() {
        const torch::Tensor x = torch::randn({16, 20}), bias = torch::zeros({130}).requires_grad_();
        const torch::Tensor weight = torch::randn({130, 20}).requires_grad_();
        linear_relu(x, weight, bias).sum().backward();
        QVERIFY(!x.grad().defined());
        QVERIFY(weight.grad().defined() && bias.grad().defined());
    }

    void itEvaluatesWithoutGradients() {
        const Threads scope(2);
        const torch::Tensor x = torch::randn({16, 20}), weight = torch::randn({130, 20}).requires_grad_();
        const torch::Tensor expected = composed_linear_relu(x, weight, {}).detach();
        {
            const c10::InferenceMode inference;
            QVERIFY(torch::allclose(linear_relu(x.clone(), weight, {}), expected, 1e-5, 1e-6));
        }
        const torch::NoGradGuard no_gradients;
        const torch::Tensor y = linear_relu(x, weight, {});
        QVERIFY(!y.requires_grad());
        QVERIFY(torch::allclose(y, expected, 1e-5, 1e-6));
    }

    void elsewhereItIsPyTorchs() {
        const torch::Tensor x = torch::randn({16, 20}), weight = torch::randn({130, 20}), bias = torch::randn({130});
        QVERIFY(linear_way(x, weight) != LinearWay::PyTorchs);
        QCOMPARE(linear_way(x.view({4, 4, 20}), weight), LinearWay::PyTorchs);
        QCOMPARE(linear_way(x.to(torch::kBFloat16), weight.to(torch::kBFloat16)), LinearWay::PyTorchs);
        QVERIFY(linear_relu(x.view({4, 4, 20}), weight, bias).equal(torch::linear(x.view({4, 4, 20}), weight, bias).relu()));
        at::autocast::set_autocast_enabled(torch::kCPU, true);
        const LinearWay within = linear_way(x, weight);
        const torch::ScalarType type = linear_relu(x, weight, bias).scalar_type();
        at::autocast::set_autocast_enabled(torch::kCPU, false);
        at::autocast::clear_cache();
        QCOMPARE(within, LinearWay::PyTorchs);
        QCOMPARE(type, torch::kBFloat16);
    }
};

QTEST_APPLESS_MAIN(TestLinear)
#include "test_linear.moc"
