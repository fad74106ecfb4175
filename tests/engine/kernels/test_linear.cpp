#include "core/engine/kernels/linear.h"
#include "core/engine/kernels/onednn_product.h"

#include <ATen/autocast_mode.h>

#include <QTest>
#include <functional>
#include <limits>
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

using Forward = std::function<torch::Tensor(const torch::Tensor&, const torch::Tensor&, const torch::Tensor&)>;

/// Drawn in float32, computed in `type`. The gradient that arrives is a view with rows of another stride.
Pass pass_of(const Case& shape, torch::ScalarType type, const Forward& forward) {
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

Forward by(LinearWay way, Rectified rectified) {
    return [=](const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
        return linear_by(way, x, weight, bias, rectified);
    };
}

Forward composed(Rectified rectified) {
    return [=](const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias) {
        const torch::Tensor y = torch::linear(x, weight, bias);
        return rectified == Rectified::Yes ? y.relu() : y;
    };
}

/// Each is the one in use on some machine; all have to be right on every one.
void add_ways() {
    QTest::addColumn<LinearWay>("way");
    QTest::newRow("one thread") << LinearWay::OneThread;
    QTest::newRow("oneDNN") << LinearWay::OneDnn;
    QTest::newRow("shared") << LinearWay::Shared;
}

bool is_there(LinearWay way) { return way != LinearWay::OneDnn || has_onednn_product(); }

constexpr const char* no_onednn = "this LibTorch was built without oneDNN's product";

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
    void everyWayEqualsPyTorchs_data() { add_ways(); }
    void everyWayEqualsPyTorchs() {
        QFETCH(LinearWay, way);
        if (!is_there(way)) QSKIP(no_onednn);
        for (const int threads : {1, 2, 3, 7}) {
            const Threads scope(threads);
            for (const Case& shape : cases) {
                for (const Rectified rectified : {Rectified::No, Rectified::Yes}) {
                    const Pass expected = pass_of(shape, torch::kFloat64, composed(rectified));
                    // Sums of at most 700 products: roundings of 6e-8 and 1e-16 that grow like the root of their number.
                    const double floats = largest_difference(pass_of(shape, torch::kFloat32, by(way, rectified)), expected);
                    QVERIFY2(floats < 5e-6, qPrintable(QString::number(floats)));
                    if (way == LinearWay::OneDnn) continue;   // knows no fp64
                    const double doubles = largest_difference(pass_of(shape, torch::kFloat64, by(way, rectified)), expected);
                    QVERIFY2(doubles < 1e-14, qPrintable(QString::number(doubles)));
                }
            }
            QCOMPARE(at::get_num_threads(), threads);   // one thread is for the small layers alone
        }
    }

    /// A run whose weights are lost must end: its loss has to become NaN, whatever the layers in between.
    void everyWayKeepsNan_data() { add_ways(); }
    void everyWayKeepsNan() {
        QFETCH(LinearWay, way);
        if (!is_there(way)) QSKIP(no_onednn);
        const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
        for (const Case& shape : cases) {
            torch::Tensor x = torch::ones({shape.rows, shape.inputs});
            const torch::Tensor weight = torch::ones({shape.units, shape.inputs});
            x[0][0] = nan;
            if (shape.rows > 1 && shape.inputs > 1) x[1][0] = infinity, x[1][1] = -infinity;
            const torch::Tensor expected = torch::linear(x, weight).relu();
            const torch::Tensor found = linear_by(way, x, weight, {}, Rectified::Yes);
            QVERIFY(expected[0].isnan().all().item<bool>());
            QVERIFY(found.isnan().equal(expected.isnan()));
        }
    }

    void anotherNumberOfInputsIsRefused_data() { add_ways(); }
    void anotherNumberOfInputsIsRefused() {
        QFETCH(LinearWay, way);
        if (!is_there(way)) QSKIP(no_onednn);
        const torch::Tensor x = torch::ones({128, 300}), weight = torch::ones({512, 400});
        QVERIFY_THROWS_EXCEPTION(c10::Error, linear_by(way, x, weight, {}, Rectified::No));
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

    /// Strided as gradients are, with and without a bias.
    void oneDnnMultipliesWhatIsStrided() {
        if (!has_onednn_product()) QSKIP(no_onednn);
        torch::manual_seed(4);
        const torch::Tensor x = torch::randn({300, 70}).t(), weight = torch::randn({300, 33}).t(), bias = torch::randn({33});
        const torch::Tensor expected = torch::linear(x.to(torch::kFloat64), weight.to(torch::kFloat64));
        QVERIFY(difference(onednn_product(x, weight).to(torch::kFloat64), expected) < 5e-6);
        QVERIFY(difference(onednn_product(x, weight, bias).to(torch::kFloat64), expected + bias) < 5e-6);
    }

    void theSameThreadsGiveTheSameBits_data() { add_ways(); }
    void theSameThreadsGiveTheSameBits() {
        QFETCH(LinearWay, way);
        if (!is_there(way)) QSKIP(no_onednn);
        const Threads scope(3);
        const Pass first = pass_of(cases[0], torch::kFloat32, by(way, Rectified::Yes));
        const Pass second = pass_of(cases[0], torch::kFloat32, by(way, Rectified::Yes));
        QVERIFY(first.y.equal(second.y) && first.dx.equal(second.dx) && first.d_weight.equal(second.d_weight) &&
                first.d_bias.equal(second.d_bias));
    }

    void whatIsNotAskedForIsNotComputed_data() { add_ways(); }
    void whatIsNotAskedForIsNotComputed() {
        QFETCH(LinearWay, way);
        if (!is_there(way)) QSKIP(no_onednn);
        for (int asked = 0; asked < 3; ++asked) {
            torch::Tensor parameters[] = {torch::randn({16, 20}), torch::randn({130, 20}), torch::zeros({130})};
            parameters[asked].requires_grad_();
            linear_by(way, parameters[0], parameters[1], parameters[2], Rectified::Yes).sum().backward();
            for (int place = 0; place < 3; ++place) QCOMPARE(parameters[place].grad().defined(), place == asked);
        }
    }

    void gradientsOfGradientsAreRefused() {
        const torch::Tensor x = torch::randn({4, 5}).requires_grad_(), weight = torch::randn({6, 5});
        const torch::Tensor y = linear_by(LinearWay::OneThread, x, weight, {}, Rectified::No).sum();
        QVERIFY_THROWS_EXCEPTION(c10::Error, y.backward({}, std::nullopt, /*create_graph=*/true));
    }

    void itEvaluatesWithoutGradients() {
        const Threads scope(2);
        const torch::Tensor x = torch::randn({16, 20}), weight = torch::randn({130, 20}).requires_grad_();
        const torch::Tensor expected = torch::linear(x, weight).relu().detach();
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
