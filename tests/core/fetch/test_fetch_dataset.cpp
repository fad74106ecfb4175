#include "core/fetch/checksum_list.h"
#include "core/fetch/fetch_dataset.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "tests/core/fetch/archive_files.h"
#include "tests/core/fetch/hostile_server.h"
#include "tests/core/fetch/made_source.h"

#include <thread>
#include <utility>

using namespace overfit;
using namespace fetch_tests;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

const QByteArray plain = data_files::counting(50'000, 253);

class Listener : public FetchObserver {
public:
    void on_phase(std::string_view phase) override { phases.emplace_back(phase); }
    void on_progress(const FetchProgress& progress) override {
        last = progress;
        if (at_progress) at_progress();
    }
    void on_note(std::string_view note) override { notes.emplace_back(note); }

    std::vector<std::string> phases, notes;
    FetchProgress last;
    std::function<void()> at_progress;
};

/// Made once: gzip writes the time into its header.
const QByteArray& small_archive() {
    static const QByteArray archive = archive_of({{.path = "set/a.bin", .content = "aaaa"},
                                                  {.path = "set/b.bin", .content = "bb"},
                                                  {.path = "set/readme.html", .content = "not wanted"}});
    return archive;
}

}   // namespace

class TestFetchDataset : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<HostileServer> server_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Listener> listener_;
    FetchOptions options_;

    fs::path root() const { return folder_->path().toStdString() + "/root"; }

    /// Two files that are kept as they are.
    MadeSource two_files(const QString& manner) const {
        MadeSource source(server_->url(manner), "Made/raw");
        source.add("one.gz", data_files::gzipped(plain), plain);
        source.add("two.bin", plain);
        return source;
    }

    MadeSource one_archive(const QString& manner) const {
        MadeSource source(server_->url(manner), "made-set");
        source.add("set.tar.gz", small_archive());
        source->members = {.strip = "set/", .paths = {"a.bin", "b.bin"}, .most_bytes = 1'000};
        return source;
    }

    FetchResult fetch(MadeSource source, const std::stop_token& stop = {}) const {
        return fetch_source("made", *source, root(), options_, *listener_, stop);
    }

    QString refusal(MadeSource source) const {
        try {
            fetch(std::move(source));
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_->path() + "/");
        }
        return {};
    }

    /// Everything below the root, files of the downloads folder included.
    QStringList files() const {
        QStringList names;
        if (!fs::exists(root())) return names;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root())) {
            if (entry.is_regular_file()) names << QString::fromStdString(entry.path().lexically_relative(root()).string());
        }
        names.sort();
        return names;
    }

private Q_SLOTS:
    void init() {
        server_ = std::make_unique<HostileServer>();
        if (!server_->runs()) QSKIP("python3 is not here");
        server_->put("one.gz", data_files::gzipped(plain));
        server_->put("two.bin", plain);
        server_->put("set.tar.gz", small_archive());
        folder_ = std::make_unique<QTemporaryDir>();
        listener_ = std::make_unique<Listener>();
        options_ = {};
        options_.limits = {.stall = 1s, .attempts = 3, .pause = 1ms};
    }

    void keepsPlainFilesAsTheyAre() {
        const FetchResult result = fetch(two_files("good"));
        QCOMPARE(result.end, FetchEnd::Fetched);
        QCOMPARE(result.folder, root() / "Made/raw");
        QCOMPARE(files(), (QStringList{"Made/raw/one.gz", "Made/raw/two.bin"}));
        QCOMPARE(read_file(root() / "Made/raw/two.bin"), plain.toStdString());
        QVERIFY(listener_->notes.empty());
        QCOMPARE(listener_->last.file, "two.bin");
        QCOMPARE(listener_->last.file_number, 2u);
        QCOMPARE(listener_->last.done_bytes, 50'000u);
    }

    void takesTheExpectedMembersAndListsTheirChecksums() {
        const FetchResult result = fetch(one_archive("good"));
        QCOMPARE(result.folder, root() / "made-set");
        QCOMPARE(files(), (QStringList{"made-set/SHA256SUMS", "made-set/a.bin", "made-set/b.bin"}));
        QCOMPARE(read_checksum_list(result.folder)[0].sha256, digest("aaaa", DigestKind::Sha256));
        QCOMPARE(listener_->phases, (std::vector<std::string>{"fetching", "checking", "unpacking"}));
    }

    void replacesFilesOfAFolderThatIsThere() {
        data_files::write(root() / "made-set/a.bin", "old");
        data_files::write(root() / "made-set/own.txt", "mine");
        QCOMPARE(fetch(one_archive("good")).end, FetchEnd::Fetched);
        QCOMPARE(files(), (QStringList{"made-set/SHA256SUMS", "made-set/a.bin", "made-set/b.bin", "made-set/own.txt"}));
        QCOMPARE(read_file(root() / "made-set/a.bin"), "aaaa");
    }

    void wrongBytesAreRefusedAndNotKept() {
        const QString message = refusal(one_archive("wrong"));
        QVERIFY2(message.contains("wrong bytes: expected sha256 ") && message.contains("nothing of it was kept"),
                 qPrintable(message));
        QVERIFY(!fs::exists(root() / ".downloads"));
        QCOMPARE(fetch(one_archive("good")).end, FetchEnd::Fetched);
    }

    void theWrongBeginningOfAnEarlierAttemptIsThrownAway() {
        data_files::write(root() / ".downloads/made-set/parts/set.tar.gz", "something else");
        QCOMPARE(fetch(one_archive("good")).end, FetchEnd::Fetched);
        QCOMPARE(listener_->notes.size(), 1u);
        QVERIFY(listener_->notes[0].find("starting again") != std::string::npos);
        QCOMPARE(read_file(root() / "made-set/a.bin"), "aaaa");
    }

    void aStoppedFetchLeavesOnlyItsPartAndGoesOn() {
        std::stop_source stop;
        listener_->at_progress = [&] { stop.request_stop(); };
        const FetchResult result = fetch(two_files("slow"), stop.get_token());
        QCOMPARE(result.end, FetchEnd::Stopped);
        QCOMPARE(result.folder, root() / ".downloads/made-raw");
        for (const QString& file : files()) QVERIFY2(file.startsWith(".downloads/made-raw/"), qPrintable(file));
        listener_->at_progress = {};
        QCOMPARE(fetch(two_files("good")).end, FetchEnd::Fetched);
        QCOMPARE(files(), (QStringList{"Made/raw/one.gz", "Made/raw/two.bin"}));
    }

    void aBrokenFetchKeepsTheFilesThatWereWhole() {
        MadeSource source = two_files("good");
        source->files[1].name = "nowhere.bin";
        QVERIFY(refusal(std::move(source)).contains("404"));
        QVERIFY(files().contains(".downloads/made-raw/checked/one.gz"));
        QCOMPARE(fetch(two_files("good")).end, FetchEnd::Fetched);
    }

    void leftoversOfAKilledUnpackingAreThrownAway() {
        data_files::write(root() / ".downloads/made-set/unpacked/half.bin", "half");
        QCOMPARE(fetch(one_archive("good")).end, FetchEnd::Fetched);
        QCOMPARE(files(), (QStringList{"made-set/SHA256SUMS", "made-set/a.bin", "made-set/b.bin"}));
    }

    void aSecondFetchAtTheSameTimeIsRefusedAndHarmsNothing() {
        const fs::path work = root() / ".downloads/made-set";
        QString told;
        bool tried = false;
        listener_->at_progress = [&] {
            if (std::exchange(tried, true)) return;
            data_files::write(work / "unpacked/a.bin", "aaaa");   // as far as the first has come
            told = refusal(one_archive("good"));
            QVERIFY(fs::exists(work / "unpacked/a.bin"));
            fs::remove_all(work / "unpacked");
        };
        QCOMPARE(fetch(one_archive("good")).end, FetchEnd::Fetched);
        QVERIFY2(told.contains("made-set: another program is fetching this data set"), qPrintable(told));
        QCOMPARE(files(), QStringList({"made-set/SHA256SUMS", "made-set/a.bin", "made-set/b.bin"}));
    }

    void aMirrorMayBeAFolderAFileOrAnAddress() {
        const MadeSource nowhere("http://127.0.0.1:1/", "Made/raw");
        const fs::path mirror = folder_->path().toStdString() + "/mirror";
        data_files::write(mirror / "one.gz", data_files::gzipped(plain));
        data_files::write(mirror / "two.bin", plain);
        data_files::write(mirror / "renamed.tgz", small_archive());
        for (const std::string& from : {mirror.string(), "file://" + mirror.string() + "/", server_->url("good")}) {
            options_.from = from;
            QCOMPARE(fetch(two_files("gone")).end, FetchEnd::Fetched);
            QCOMPARE(files(), (QStringList{"Made/raw/one.gz", "Made/raw/two.bin"}));
            fs::remove_all(root());
        }
        for (const std::string& from : {(mirror / "renamed.tgz").string(), server_->url("good", "set.tar.gz")}) {
            options_.from = from;
            QCOMPARE(fetch(one_archive("gone")).end, FetchEnd::Fetched);
            fs::remove_all(root());
        }
        options_.from = (mirror / "absent").string();
        QVERIFY(refusal(one_archive("gone")).contains("mirror/absent: expected a file, found none; --from names the file"));
        options_.from = "ftp://host/set.tar.gz";
        QVERIFY(
            refusal(one_archive("gone")).contains("expected a file, or an address that begins with https:// or http://"));
        options_.from = (mirror / "two.bin").string();
        QVERIFY(refusal(one_archive("gone")).contains("it is another file"));
    }

    void aRepackedCopyIsTakenAndTold() {
        // Another level of gzip: other bytes, the same content.
        QByteArray repacked = data_files::gzipped(plain.left(100)) + data_files::gzipped(plain.mid(100));
        const fs::path mirror = folder_->path().toStdString() + "/mirror";
        data_files::write(mirror / "one.gz", repacked);
        data_files::write(mirror / "two.bin", plain);
        options_.from = mirror.string();
        QCOMPARE(fetch(two_files("gone")).end, FetchEnd::Fetched);
        QCOMPARE(listener_->notes.size(), 1u);
        QVERIFY(listener_->notes[0].starts_with("one.gz: packed anew, unpacked md5 "));
        fs::remove_all(root());
        data_files::write(mirror / "one.gz", data_files::gzipped("something else"));
        QVERIFY(refusal(two_files("gone")).contains("wrong bytes"));
    }

    void theWeakerChecksumIsTold() {
        MadeSource source = two_files("good");
        source->files[1].sha256 = "";
        QCOMPARE(fetch(std::move(source)).end, FetchEnd::Fetched);
        QCOMPARE(listener_->notes.size(), 1u);
        QVERIFY(listener_->notes[0].ends_with("(no sha256 is published)"));
    }

    void anArchiveThatIsNoneLeavesNothingInPlace() {
        MadeSource source(server_->url("good"), "made-set");
        source.add("two.bin", plain);   // right checksum, no archive
        source->members = {.strip = "set/", .paths = {"a.bin"}, .most_bytes = 1'000};
        QVERIFY(refusal(std::move(source)).contains("cannot be unpacked"));
        QCOMPARE(files(), QStringList{".downloads/made-set/checked/two.bin"});
    }

    void tooLittleSpaceIsToldBeforeTheDownload() {
        MadeSource source = one_archive("good");
        source->members.most_bytes = std::uint64_t{1} << 60;
        const QString message = refusal(std::move(source));
        QVERIFY2(message.contains("root/made-set: expected 1152921.5 TB of free space, found "), qPrintable(message));
        QVERIFY(listener_->phases.empty());
    }

    void aRootThatCannotBeWrittenIsNamed() {
        data_files::write(root(), "a file, not a folder");
        const QString message = refusal(one_archive("good"));
        QVERIFY2(message.contains("cannot be made") && message.contains("--data-root DIR or OVERFIT_DATA"),
                 qPrintable(message));
    }

    void whatIsThereIsNotFetchedAgain() {
        const std::array roots{root()};
        for (const char* name :
             {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"}) {
            data_files::write(root() / "MNIST/raw" / name, "any");
        }
        const FetchResult result = fetch_dataset("mnist", roots, {}, *listener_);
        QCOMPARE(result.end, FetchEnd::AlreadyThere);
        QCOMPARE(result.folder, root() / "MNIST/raw");
        QVERIFY_THROWS_EXCEPTION(UsageError, fetch_dataset("synthetic", roots, {}, *listener_));
        QVERIFY_THROWS_EXCEPTION(UsageError, fetch_dataset("imagenet", roots, {}, *listener_));
        QVERIFY_THROWS_EXCEPTION(UsageError, fetch_dataset("image-folder", roots, {}, *listener_));
    }
};

QTEST_GUILESS_MAIN(TestFetchDataset)
#include "test_fetch_dataset.moc"
