#include "core/engine/tensors/read_ahead_images.h"
#include "core/engine/tensors/resident_images.h"
#include "core/support/error.h"

#include <QTest>
#include <atomic>
#include <numeric>
#include <thread>

using namespace overfit;

namespace {

constexpr ImageShape shape{.channels = 3, .height = 5, .width = 4};

/// Images that can be told apart; counts how many were read, and can be broken.
class NumberedImages : public ImageReader {
public:
    explicit NumberedImages(std::int64_t count) : count_(count) {}

    ImageShape shape() const override { return ::shape; }
    std::int64_t size() const override { return count_; }
    void read(std::int64_t place, std::span<std::uint8_t> pixels) const override {
        if (place == broken) throw Error({.where = "image", .problem = "is damaged", .remedy = ""});
        for (std::size_t value = 0; value < pixels.size(); ++value) pixels[value] = byte(place, value);
        ++reads;
    }
    void will_read(std::int64_t) const override { ++announced; }

    static std::uint8_t byte(std::int64_t place, std::size_t value) {
        return static_cast<std::uint8_t>(static_cast<std::size_t>(place) * 31 + value * 67);
    }

    mutable std::atomic<std::int64_t> reads{0}, announced{0};
    std::int64_t broken = -1;

private:
    std::int64_t count_;
};

/// All of them as one tensor on the CPU.
torch::Tensor whole(const NumberedImages& images) {
    torch::Tensor all = torch::empty({images.size(), 3, 5, 4}, torch::kUInt8);
    std::uint8_t* out = all.data_ptr<std::uint8_t>();
    for (std::int64_t place = 0; place < images.size(); ++place) {
        for (std::size_t value = 0; value < shape.values(); ++value) *out++ = NumberedImages::byte(place, value);
    }
    return all;
}

torch::Tensor some_order(std::int64_t count) {
    std::vector<std::int64_t> places(static_cast<std::size_t>(count));
    std::iota(places.begin(), places.end(), 0);
    for (std::int64_t place = 0; place < count; ++place) {
        std::swap(places[static_cast<std::size_t>(place)], places[static_cast<std::size_t>(place * 7 % count)]);
    }
    return torch::tensor(places, torch::kInt64);
}

}   // namespace

class TestReadAheadImages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsTheImagesInTheOrderOfThePass() {
        const auto reader = std::make_shared<NumberedImages>(103);
        const ReadAheadImages images(reader, torch::kCPU);
        const ResidentImages resident(whole(*reader));
        QCOMPARE(images.sizes(), resident.sizes());
        const torch::Tensor order = some_order(103);
        const std::vector<std::vector<std::int64_t>> batches{{10, 10, 83}, {103}, {50, 50, 3}, {20, 1, 40, 42}, {1, 102}};
        for (const auto& counts : batches) {
            const auto expected = resident.shuffled(order), read = images.shuffled(order);
            const auto expected_in_order = resident.in_order(), in_order = images.in_order();
            for (const std::int64_t count : counts) {
                QVERIFY(read->next(count).equal(expected->next(count)));
                QVERIFY(in_order->next(count).equal(expected_in_order->next(count)));
            }
        }
        const auto rest = images.shuffled(order.narrow(0, 90, 13));   // as a resumed epoch asks for it
        QVERIFY(rest->next(13).equal(resident.stored().index_select(0, order.narrow(0, 90, 13))));
    }

    void readsNoFurtherAheadThanAFewBatches() {
        const auto reader = std::make_shared<NumberedImages>(10'000);
        const ReadAheadImages images(reader, torch::kCPU);
        const auto pass = images.in_order();
        QCOMPARE(reader->reads.load(), 0);   // nobody has asked yet
        pass->next(10);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        QVERIFY2(reader->reads <= 60, qPrintable(QString::number(reader->reads.load())));
        QVERIFY(reader->reads >= 10);
        QVERIFY(reader->announced >= reader->reads);
    }

    void aPassThatIsGivenUpEndsItsThread() {
        const auto reader = std::make_shared<NumberedImages>(10'000);
        const ReadAheadImages images(reader, torch::kCPU);
        images.in_order()->next(10);
        const std::int64_t reads = reader->reads;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        QCOMPARE(reader->reads.load(), reads);
        images.in_order();   // nor does one that never began leave anything
    }

    void whatTheReaderThrowsComesOutOfTheBatchItIsIn() {
        const auto reader = std::make_shared<NumberedImages>(100);
        reader->broken = 35;
        const ReadAheadImages images(reader, torch::kCPU);
        const auto pass = images.in_order();
        for (int batch = 0; batch < 3; ++batch) QCOMPARE(pass->next(10).size(0), 10);
        QVERIFY_THROWS_EXCEPTION(Error, pass->next(10));
        QVERIFY_THROWS_EXCEPTION(Error, pass->next(10));
    }

    void batchesStayWhatTheyWere() {
        const auto reader = std::make_shared<NumberedImages>(100);
        const ReadAheadImages images(reader, torch::kCPU);
        const auto pass = images.in_order();
        const torch::Tensor first = pass->next(10), copy = first.clone();
        for (int batch = 1; batch < 10; ++batch) pass->next(10);
        QVERIFY(first.equal(copy));   // no buffer of it is used again while somebody holds it
    }

    void severalPassesRunAtOnce() {
        const auto reader = std::make_shared<NumberedImages>(500);
        const ReadAheadImages images(reader, torch::kCPU);
        const torch::Tensor all = whole(*reader);
        const auto one = images.in_order(), other = images.shuffled(some_order(500));
        for (std::int64_t first = 0; first < 500; first += 50) {
            QVERIFY(one->next(50).equal(all.narrow(0, first, 50)));
            QVERIFY(other->next(50).equal(all.index_select(0, some_order(500).narrow(0, first, 50))));
        }
    }

    void imagesInMemoryCanBeReadLikewise() {
        ImageSet images{
            .shape = {.channels = 1, .height = 1, .width = 2}, .pixels = {1, 2, 3, 4, 5, 6}, .labels = {0, 0, 0}};
        const ReadAheadImages source(std::make_shared<const ImagesInMemory>(images), torch::kCPU);
        QVERIFY(source.in_order()->next(3).flatten().equal(torch::tensor({1, 2, 3, 4, 5, 6}, torch::kUInt8)));
    }

    void pinnedBatchesReachAGpuUnharmed() {
        if (!torch::cuda::is_available()) QSKIP("no GPU here");
        const auto reader = std::make_shared<NumberedImages>(20'000);
        const ReadAheadImages images(reader, torch::Device("cuda:0"));
        const torch::Tensor all = whole(*reader);
        const auto pass = images.in_order();
        std::vector<torch::Tensor> batches;
        for (std::int64_t first = 0; first < 20'000; first += 100) batches.push_back(pass->next(100));
        QVERIFY(torch::cat(batches).cpu().equal(all));
    }
};

QTEST_APPLESS_MAIN(TestReadAheadImages)
#include "test_read_ahead_images.moc"
