#include "core/engine/kernels/linear_relu.h"

#include <ATen/autocast_mode.h>

#include <QTest>
#include <vector>

using namespace overfit;

namespace {

struct Case {
    std::int64_t rows, inputs, units;
    bool bias = true;
};

const Case cases[] = {{128, 300, 512}, {80, 300, 512, false}, {128, 17, 129}, {1, 5, 200}, {3, 300, 10},
                      {7, 1, 1},       {64, 129, 65}};

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

torch::Tensor shared_forward(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
    if (!shares_linear_relu(x, weight)) qFatal("this test wants the shared way");
    return linear_relu(x, weight, bias);
}

torch::Tensor composed_forward(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
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

class TestLinearRelu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itEqualsTheTwoOperations_data() {
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("threads");
        for (int place = 0; place < static_cast<int>(std::size(cases)); ++place) {
            for (const int threads : {1, 2, 3, 7}) QTest::addRow("case %d, %d threads", place, threads) << place << threads;
        }
    }
    void itEqualsTheTwoOperations() {
        QFETCH(int, place);
        QFETCH(int, threads);
        const Threads scope(threads);
        const Pass expected = pass_of(cases[place], torch::kFloat64, composed_forward);
        // Sums of at most 512 products: roundings of 1e-16 and 6e-8 that grow like the root of their number.
        const double doubles = largest_difference(pass_of(cases[place], torch::kFloat64, shared_forward), expected);
        QVERIFY2(doubles < 1e-14, qPrintable(QString::number(doubles)));
        const double floats = largest_difference(pass_of(cases[place], torch::kFloat32, shared_forward), expected);
        QVERIFY2(floats < 5e-6, qPrintable(QString::number(floats)));
    }

    void theSameThreadsGiveTheSameBits() {
        const Threads scope(3);
        const Pass first = pass_of(cases[0], torch::kFloat32, shared_forward);
        const Pass second = pass_of(cases[0], torch::kFloat32, shared_forward);
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
        const torch::Tensor expected = composed_forward(x, weight, {}).detach();
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
        QVERIFY(shares_linear_relu(x, weight));
        QVERIFY(!shares_linear_relu(x.view({4, 4, 20}), weight));
        QVERIFY(!shares_linear_relu(x.to(torch::kBFloat16), weight.to(torch::kBFloat16)));
        QVERIFY(linear_relu(x.view({4, 4, 20}), weight, bias).equal(torch::linear(x.view({4, 4, 20}), weight, bias).relu()));
        at::autocast::set_autocast_enabled(torch::kCPU, true);
        const bool within = shares_linear_relu(x, weight);
        const torch::ScalarType type = linear_relu(x, weight, bias).scalar_type();
        at::autocast::set_autocast_enabled(torch::kCPU, false);
        at::autocast::clear_cache();
        QVERIFY(!within);
        QCOMPARE(type, torch::kBFloat16);
    }
};

QTEST_APPLESS_MAIN(TestLinearRelu)
#include "test_linear_relu.moc"
