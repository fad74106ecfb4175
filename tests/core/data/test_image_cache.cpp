#include "core/data/dataset_table.h"
#include "core/data/image_cache.h"
#include "core/data/image_folder.h"
#include "core/data/photographs.h"
#include "core/support/error.h"
#include "core/support/stopped.h"
#include "tests/core/data/image_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <numeric>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

using namespace overfit;
using namespace data_files;

namespace {

using Path = std::filesystem::path;

constexpr DecodedSize size{.resize = 12, .crop = 8};

std::vector<std::int64_t> all_of(const ImageSet& half) {
    std::vector<std::int64_t> indices(half.labels.size());
    std::iota(indices.begin(), indices.end(), std::int64_t{0});
    return indices;
}

std::vector<std::uint8_t> pixels_of(const ImageCache& cache) {
    const std::size_t values = cache.facts().shape.values();
    std::vector<std::uint8_t> pixels(cache.size() * values);
    for (std::size_t image = 0; image < cache.size(); ++image) {
        cache.read(static_cast<std::int64_t>(image), std::span(pixels).subspan(image * values, values));
    }
    return pixels;
}

/// What was told while it was opened.
struct Opened {
    OpenedCache cache;
    std::vector<std::string> told;

    bool decoded() const {
        return std::ranges::any_of(told, [](const std::string& line) { return line.starts_with("decoding train images"); });
    }
};

}   // namespace

class TestImageCache : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> directory_;
    Path folder_, cache_file_;

    Opened open(std::vector<std::int64_t> indices = {}, std::stop_token stop = {}) const {
        const Dataset dataset = list_image_folder(folder_);
        if (indices.empty()) indices = all_of(dataset.train);
        Opened opened;
        const ReadingProgress progress{.stop = std::move(stop),
                                       .tell = [&](std::string_view line) { opened.told.emplace_back(line); }};
        const DecodingPlan plan = plan_decoding(dataset.train, indices, size);
        opened.cache = open_image_cache(dataset.train, indices, plan, dataset.class_names, progress);
        return opened;
    }

    DecodedFiles decoded() const {
        const Dataset dataset = list_image_folder(folder_);
        return decode_photographs(dataset.train, all_of(dataset.train), {size, {.channels = 3, .height = 8, .width = 8}});
    }

    QString refusal() const {
        try {
            const ImageCache cache(cache_file_);
            pixels_of(cache);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }

    void overwrite(std::int64_t offset, const std::string& bytes) const {
        std::fstream file(cache_file_, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(offset);
        file << bytes;
    }

private Q_SLOTS:
    void init() {
        directory_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CACHE_HOME", (directory_->path() + "/user").toUtf8());
        folder_ = directory_->path().toStdString() + "/mine";
        for (int image = 0; image < 5; ++image) {
            write(folder_ / "train/cat" / (std::to_string(image) + ".jpg"), jpeg(24, 16, 10 * image));
            write(folder_ / "train/dog" / (std::to_string(image) + ".jpg"), jpeg(16, 20, 100 + 10 * image));
        }
        write(folder_ / "train/cat/9.jpg", "no image");
        write(folder_ / "train/dog/grey.jpg", jpeg(16, 16, 90, TJPF_GRAY));
        write(folder_ / "val/cat/t.jpg", jpeg(16, 16, 50));
        write(folder_ / "val/dog/u.jpg", jpeg(16, 16, 60));
        cache_file_ = folder_ / ".overfit-cache/train-r12-c8.images";
    }

    void holdsWhatDecodingGives() {
        const Opened opened = open();
        const DecodedFiles expected = decoded();
        const ImageCacheFacts& facts = opened.cache.images->facts();
        QVERIFY(opened.decoded());
        QVERIFY(std::filesystem::exists(cache_file_));
        QCOMPARE(facts.shape, expected.images.shape);
        QCOMPARE(facts.labels, expected.images.labels);
        QCOMPARE(facts.places, expected.places);
        QCOMPARE(facts.class_names, (std::vector<std::string>{"cat", "dog"}));
        QCOMPARE(facts.tally.notes("train images"), expected.tally.notes("train images"));
        QCOMPARE(facts.tally.unreadable, 1);
        QCOMPARE(pixels_of(*opened.cache.images), expected.images.pixels);
        QCOMPARE(opened.cache.note, std::string());
    }

    void isMadeOnceAndUsedAgain() {
        open();
        const auto written = std::filesystem::last_write_time(cache_file_);
        const Opened again = open();
        QVERIFY(again.told.empty());
        QCOMPARE(std::filesystem::last_write_time(cache_file_), written);
        QCOMPARE(pixels_of(*again.cache.images), decoded().images.pixels);
    }

    void aChangedFileMakesItAnew() {
        open();
        write(folder_ / "train/cat/3.jpg", jpeg(24, 16, 200));
        QVERIFY(open().decoded());
        std::filesystem::last_write_time(folder_ / "train/cat/2.jpg", std::filesystem::file_time_type::clock::now());
        QVERIFY(open().decoded());
        write(folder_ / "train/dog/more.jpg", jpeg(24, 16, 77));
        const Opened more = open();
        QVERIFY(more.decoded());
        QCOMPARE(more.cache.images->size(), 12u);
        QCOMPARE(pixels_of(*more.cache.images), decoded().images.pixels);
        QCOMPARE(find_image_caches(folder_ / ".overfit-cache").size(), 1u);   // in the place of the old one
    }

    void aSubsetDecodesNothingElse() {
        write(folder_ / "train/cat/0.jpg", "not even looked at");
        const Opened some = open({1, 2, 7});
        QCOMPARE(some.cache.images->size(), 3u);
        QCOMPARE(some.cache.images->facts().tally.files, 3);
        QCOMPARE(some.cache.images->facts().tally.unreadable, 0);
        QVERIFY(!open({1, 2, 7}).decoded());
        QVERIFY(open({1, 2, 8}).decoded());
        QVERIFY(!open({1, 2, 7}).decoded());   // each has its own file
    }

    void everyBeginningOfAFileIsRefused() {
        open();
        overwrite(static_cast<std::int64_t>(std::filesystem::file_size(cache_file_)), "x");
        QVERIFY_THROWS_EXCEPTION(Error, ImageCache{cache_file_});   // nor may it be longer
        for (auto length = std::filesystem::file_size(cache_file_) - 1; length-- > 0;) {
            std::filesystem::resize_file(cache_file_, length);
            QVERIFY_THROWS_EXCEPTION(Error, ImageCache{cache_file_});
        }
        QVERIFY(open().decoded());
        QCOMPARE(refusal(), QString());
    }

    void everyFlippedByteIsFound() {
        open();
        QFile file(QString::fromStdString(cache_file_.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        for (qsizetype place = 0; place < whole.size(); ++place) {
            if (place >= 112 && place < 4096) continue;   // nothing is kept there
            overwrite(place, {static_cast<char>(whole[place] ^ 0x10)});
            QVERIFY2(!refusal().isEmpty(), qPrintable(QString::number(place)));
            overwrite(place, {whole[place]});
        }
        QCOMPARE(refusal(), QString());
    }

    void damageOfTablesIsMadeGoodAndThatOfPixelsIsTold() {
        const auto end = static_cast<std::int64_t>(open().cache.images->size() * 3 * 8 * 8) + 4096;
        overwrite(end + 5, "?!");
        QVERIFY(refusal().contains("found damage (CRC-32)"));
        QVERIFY(open().decoded());
        overwrite(4096 + 3 * 8 * 8 + 7, "?!");
        const Opened opened = open();
        QVERIFY(!opened.decoded());
        QVERIFY2(refusal().contains("expected image 1 as it was written, found damage (CRC-32); remove it"),
                 qPrintable(refusal()));
    }

    void otherFilesAndVersionsAreNotTrusted() {
        open();
        overwrite(8, "\x02");
        QVERIFY2(refusal().contains("expected version 1, found 2"), qPrintable(refusal()));
        QVERIFY(open().decoded());
        write(cache_file_, QByteArray(10'000, 'x'));
        QVERIFY(refusal().contains("expected decoded images, found another beginning"));
        QVERIFY(open().decoded());
    }

    void aFolderThatCannotBeWrittenHasItsCacheInTheUsers() {
        write(folder_ / ".overfit-cache", "a file of this name");
        const Opened opened = open();
        QVERIFY(opened.decoded());
        const std::string place = directory_->path().toStdString() + "/user/overfit-workbench/images/";
        QVERIFY2(opened.cache.note.starts_with("the decoded train images lie in " + place), opened.cache.note.c_str());
        QVERIFY2(opened.cache.note.ends_with(", since " + folder_.string() + " cannot be written"),
                 opened.cache.note.c_str());
        const Opened again = open();
        QVERIFY(!again.decoded());
        QCOMPARE(again.cache.note, opened.cache.note);
        QCOMPARE(find_image_caches(user_image_caches()).size(), 1u);
        std::filesystem::remove_all(user_image_caches());
        write(user_image_caches(), "nor here");
        QVERIFY_THROWS_EXCEPTION(Error, open());
    }

    void aStopLeavesNothingHalf() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, open({}, stop.get_token()));
        QVERIFY(find_image_caches(folder_ / ".overfit-cache").empty());
        write(cache_file_.string() + ".part", "what a killed program left");
        QVERIFY(open().decoded());
        QCOMPARE(find_image_caches(folder_ / ".overfit-cache").size(), 1u);
    }

    void theSecondOfTwoProgramsWaitsForTheFirst() {
        std::filesystem::create_directories(cache_file_.parent_path());
        const int held = ::open(cache_file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY);
        QCOMPARE(::flock(held, LOCK_EX), 0);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Stopped, open({}, stop.get_token()));
        std::jthread other([held] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            ::close(held);
        });
        const Opened opened = open();
        QVERIFY(opened.told.front().starts_with("waiting for another program"));
        QVERIFY(opened.decoded());
    }
};

QTEST_APPLESS_MAIN(TestImageCache)
#include "test_image_cache.moc"
