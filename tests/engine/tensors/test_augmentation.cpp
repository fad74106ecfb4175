#include "core/engine/tensors/augmentation.h"
#include "core/engine/tensors/mixup.h"
#include "core/engine/training/device.h"
#include "tests/engine/golden_file.h"

#include <QTest>
#include <cmath>
#include <map>

using namespace overfit;

namespace {

constexpr std::uint64_t seed = 11;

/// The draw of one large batch of images of 12 x 10 pixels, padding included, with windows of 5 x 6.
AugmentationDraw large_draw(const AugmentationConfig& augmentation) {
    return draw_augmentation(augmentation,
                             {.images = 60'000, .height = 12, .width = 10, .window_height = 5, .window_width = 6},
                             make_generator(torch::kCPU, seed));
}

/// Whether all of `values` occur about equally often: counts within five standard deviations of a binomial draw.
bool equally_likely(const torch::Tensor& drawn, std::int64_t values) {
    const auto draws = static_cast<double>(drawn.numel());
    const double expected = draws / static_cast<double>(values);
    const double deviation = std::sqrt(expected * (1.0 - 1.0 / static_cast<double>(values)));
    const torch::Tensor counts = torch::bincount(drawn, {}, values);
    return counts.numel() == values && counts.to(torch::kFloat64).sub(expected).abs().max().item<double>() < 5.0 * deviation;
}

torch::Tensor random_images(at::IntArrayRef shape) { return uniform(shape, seed, 2.0); }

}   // namespace

class TestAugmentation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void windowsAreCutWhereTheyWereDrawn() {
        const GoldenFile golden("augmentation.safetensors");
        const torch::Tensor images = golden["images"];
        QVERIFY(windows(padded(images, 2), golden["top"], golden["left"], 9, 7).equal(golden["padded windows"]));
        QVERIFY(windows(images, golden["inner_top"], golden["inner_left"], 5, 5).equal(golden["inner windows"]));
    }

    void mirroringSwapsLeftAndRight() {
        const GoldenFile golden("augmentation.safetensors");
        const torch::Tensor sides = golden["mirrored"].to(torch::kBool), images = golden["images"];
        QVERIFY(mirrored(images, sides).equal(golden["mirrored images"]));
        QVERIFY(mirrored(mirrored(images, sides), sides).equal(images));
    }

    void rotationIsBilinearAndRepeatsTheBorder() {
        const GoldenFile golden("augmentation.safetensors");
        const torch::Tensor images = golden["images"];
        const torch::Tensor turned = rotated(images, golden["angle"].to(torch::kFloat32));
        QVERIFY(torch::allclose(turned.to(torch::kFloat64), golden["rotated"], 1e-5, 1e-2));
        QVERIFY(turned.min().item<float>() >= 0.0F && turned.max().item<float>() <= 255.0F);   // no colour from outside
        const torch::Tensor still = rotated(images, torch::zeros({images.size(0)}));
        QVERIFY(torch::allclose(still, images.to(torch::kFloat32), 0.0, 1e-3));
    }

    void aSquareIsCutOutAroundItsCentre() {
        const GoldenFile golden("augmentation.safetensors");
        const torch::Tensor images = golden["images"].to(torch::kFloat64), fill = golden["fill"].view({1, 3, 1, 1});
        QVERIFY(cut_out(images, golden["row"], golden["column"], 4, fill).equal(golden["cut out, side 4"]));
        QVERIFY(cut_out(images, golden["row"], golden["column"], 3, fill).equal(golden["cut out, side 3"]));
    }

    void cutoutTakesItsAreaWhereverTheSquareFits() {
        const torch::Tensor images = torch::ones({40, 3, 16, 20});
        for (const std::int64_t side : {1, 2, 5, 8}) {
            const torch::Tensor row = torch::randint(4, 12, {40}, make_generator(torch::kCPU, seed), torch::kInt64);
            const torch::Tensor column = torch::randint(4, 16, {40}, make_generator(torch::kCPU, seed + 1), torch::kInt64);
            const torch::Tensor holed = cut_out(images, row, column, side, torch::zeros({}));
            const torch::Tensor gone = images.sub(holed).sum({1, 2, 3});
            QVERIFY(gone.eq(3.0 * static_cast<double>(side * side)).all().item<bool>());
            QVERIFY(holed.index({torch::arange(40), 0, row, column}).eq(0).all().item<bool>());
        }
    }

    void imagesAreMixedWithTheirPartners() {
        const GoldenFile golden("augmentation.safetensors");
        const torch::Tensor images = golden["images"].to(torch::kFloat32);
        const Mixture mixture{.weight = torch::full({}, 0.3), .partner = golden["partner"]};
        for (const auto format : {at::MemoryFormat::Contiguous, at::MemoryFormat::ChannelsLast}) {
            const torch::Tensor result = mixed(images.contiguous(format), mixture);
            QVERIFY(result.is_contiguous(format));
            QVERIFY(torch::allclose(result.to(torch::kFloat64), golden["mixed, weight 0.3"], 1e-6, 1e-4));
        }
        const torch::Tensor labels = torch::arange(6);
        QVERIFY(dominant_labels(labels, mixture).equal(mixture.partner));
        QVERIFY(dominant_labels(labels, {torch::full({}, 0.5), mixture.partner}).equal(labels));
    }

    void everyWindowSideAndCentreIsEquallyLikely() {
        AugmentationConfig augmentation;
        augmentation.random_crop = augmentation.horizontal_flip = true;
        augmentation.cutout = 3;
        const AugmentationDraw draw = large_draw(augmentation);
        QVERIFY(equally_likely(draw.top * 5 + draw.left, 8 * 5));   // 12 - 5 + 1 tops, 10 - 6 + 1 lefts
        QVERIFY(equally_likely(draw.mirrored.to(torch::kInt64), 2));
        QVERIFY(equally_likely(draw.cut_row * 6 + draw.cut_column, 5 * 6));
    }

    void anglesAreSpreadEvenlyOverBothSides() {
        AugmentationConfig augmentation;
        augmentation.rotation_degrees = 25.0;
        const torch::Tensor degrees = large_draw(augmentation).angle * (180.0 / M_PI);
        QVERIFY(degrees.abs().max().item<double>() <= 25.0 + 1e-4);
        QVERIFY(equally_likely(((degrees + 25.0) / 5.0).floor().to(torch::kInt64).clamp(0, 9), 10));
    }

    void nothingIsDrawnThatWasNotAskedFor() {
        const AugmentationDraw draw = large_draw({});
        for (const torch::Tensor& drawn : {draw.top, draw.left, draw.mirrored, draw.angle, draw.cut_row, draw.cut_column}) {
            QVERIFY(!drawn.defined());
        }
    }

    void mixingWeightsAreSymmetricAndAsSpreadAsBetaSays_data() {
        QTest::addColumn<double>("alpha");
        for (const double alpha : {0.001, 0.2, 1.0, 4.0}) QTest::addRow("%g", alpha) << alpha;
    }
    void mixingWeightsAreSymmetricAndAsSpreadAsBetaSays() {
        QFETCH(double, alpha);
        constexpr int draws = 20'000;
        const at::Generator generator = make_generator(torch::kCPU, seed);
        torch::Tensor weights = torch::empty({draws}, torch::kFloat64);
        for (int draw = 0; draw < draws; ++draw) weights[draw] = draw_mixture(alpha, 2, generator).weight;
        QVERIFY(weights.isfinite().all().item<bool>());
        QVERIFY(weights.min().item<double>() >= 0.0 && weights.max().item<double>() <= 1.0);
        const double variance = 0.25 / (2.0 * alpha + 1.0);   // of Beta(alpha, alpha)
        QVERIFY(std::abs(weights.mean().item<double>() - 0.5) < 5.0 * std::sqrt(variance / draws));
        // Underflow at tiny alphas counts as an even mixture and takes some of the spread.
        if (alpha > 0.01) QVERIFY(std::abs(weights.var().item<double>() / variance - 1.0) < 0.05);
    }

    void partnersAreAPermutation() {
        const Mixture mixture = draw_mixture(0.2, 50, make_generator(torch::kCPU, seed));
        QVERIFY(std::get<0>(mixture.partner.sort()).equal(torch::arange(50)));
        QVERIFY(!mixture.partner.equal(torch::arange(50)));
    }

    void aSeedDrawsTheSameAgain() {
        AugmentationConfig augmentation;
        augmentation.random_crop = true;
        augmentation.rotation_degrees = 5.0;
        QVERIFY(large_draw(augmentation).top.equal(large_draw(augmentation).top));
        QVERIFY(large_draw(augmentation).angle.equal(large_draw(augmentation).angle));
    }

    void turningAWholeCircleChangesLittle() {
        const torch::Tensor images = random_images({2, 1, 7, 7});
        const torch::Tensor quarter = torch::full({2}, M_PI / 2.0);
        torch::Tensor turned = images;
        for (int turn = 0; turn < 4; ++turn) turned = rotated(turned, quarter);
        QVERIFY(torch::allclose(turned, images, 0.0, 1e-4));
        QVERIFY(torch::allclose(rotated(images, quarter), images.rot90(1, {2, 3}), 0.0, 1e-4));
    }
};

QTEST_APPLESS_MAIN(TestAugmentation)
#include "test_augmentation.moc"
