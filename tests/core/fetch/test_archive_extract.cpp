#include "core/fetch/archive_extract.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "tests/core/fetch/archive_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <random>

using namespace overfit;
using namespace fetch_tests;

namespace {

namespace fs = std::filesystem;

const ArchiveMembers wanted{.strip = "set/", .paths = {"train.bin", "images/*.jpg"}, .most_bytes = 1'000};

}   // namespace

class TestArchiveExtract : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;

    fs::path path(const char* name) const { return folder_->path().toStdString() + "/" + name; }

    bool extract(const QByteArray& archive, const ArchiveMembers& members = wanted) const {
        fs::remove_all(path("out"));
        return extract_members(data_files::write(path("archive"), archive), members, path("out"), {}, {});
    }

    QString refusal(const QByteArray& archive, const ArchiveMembers& members = wanted) const {
        try {
            extract(archive, members);
        } catch (const Error& error) {
            return QString(error.what()).remove(folder_->path() + "/");
        }
        return {};
    }

    QStringList extracted() const {
        QStringList names;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path("out"))) {
            if (entry.is_regular_file())
                names << QString::fromStdString(entry.path().lexically_relative(path("out")).string());
        }
        names.sort();
        return names;
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void takesTheExpectedMembersOfEachKind() {
        for (const Packing packing : {Packing::Tar, Packing::TarGz, Packing::Zip}) {
            QVERIFY(extract(archive_of({{.path = "set/", .folder = true},
                                        {.path = "set/train.bin", .content = "abc"},
                                        {.path = "set/images/2008_1.jpg", .content = "one"},
                                        {.path = "set/images/2008_2.jpg", .content = "two"},
                                        {.path = "set/unlabeled.bin", .content = QByteArray(5'000, 'u')},
                                        {.path = "other/train.bin", .content = "no"}},
                                       packing)));
            QCOMPARE(extracted(), (QStringList{"images/2008_1.jpg", "images/2008_2.jpg", "train.bin"}));
            QCOMPARE(read_file(path("out/train.bin")), "abc");
        }
    }

    void nothingEscapesTheFolder() {
        // None of these names is an expected one, whatever it would resolve to.
        QVERIFY(extract(archive_of({{.path = "set/train.bin", .content = "abc"},
                                    {.path = "set/images/a.jpg", .content = "one"},
                                    {.path = "set/images/../../evil.jpg", .content = "evil"},
                                    {.path = "set/../set/train.bin", .content = "evil"},
                                    {.path = "/tmp/set/train.bin", .content = "evil"},
                                    {.path = "set//etc/train.bin", .content = "evil"}})));
        QCOMPARE(extracted(), (QStringList{"images/a.jpg", "train.bin"}));
        QCOMPARE(read_file(path("out/train.bin")), "abc");
        QVERIFY(!fs::exists(path("evil.jpg")));
    }

    void linksAreRefused() {
        QCOMPARE(refusal(archive_of({{.path = "set/train.bin", .link = "/etc/passwd"}})),
                 "archive: train.bin: expected a file, found a link or a folder; get the archive again");
        QVERIFY(refusal(archive_of({{.path = "set/images/a.jpg", .content = "x"},
                                    {.path = "set/train.bin", .hardlink = "set/images/a.jpg"}}))
                    .contains("found a link or a folder"));
        QVERIFY(refusal(archive_of({{.path = "set/train.bin", .folder = true}})).contains("lacks") ||
                refusal(archive_of({{.path = "set/train.bin", .folder = true}})).contains("found a link or a folder"));
        // A link in the place of a folder is none of the expected members, so nothing is written through it.
        QVERIFY(extract(archive_of({{.path = "set/images", .link = "/tmp"},
                                    {.path = "set/images/overfit-evil.jpg", .content = "x"},
                                    {.path = "set/train.bin", .content = "y"}})));
        QVERIFY(!fs::exists("/tmp/overfit-evil.jpg"));
    }

    void missingAndDoubleMembersAreRefused() {
        QCOMPARE(refusal(archive_of({{.path = "set/train.bin", .content = "abc"}})),
                 "archive: lacks images/*.jpg; get the archive again");
        QVERIFY(
            refusal(archive_of({{.path = "set/train.bin", .content = "abc"}, {.path = "set/train.bin", .content = "abc"}}))
                .contains("train.bin comes twice"));
    }

    void moreBytesThanPromisedAreRefused() {
        const QByteArray bomb = archive_of({{.path = "set/train.bin", .content = QByteArray(600, 'a')},
                                            {.path = "set/images/a.jpg", .content = QByteArray(600, 'b')}});
        QVERIFY(refusal(bomb).contains("expected at most 1.000 kB unpacked, found more"));
        // A zip need not say the size before the data.
        const QByteArray zip = archive_of({{.path = "set/train.bin", .content = QByteArray(100'000, 'a')}}, Packing::Zip);
        QVERIFY(refusal(zip).contains("expected at most 1.000 kB unpacked, found more"));
    }

    void refusesEveryBeginning() {
        for (const Packing packing : {Packing::TarGz, Packing::Zip}) {
            const QByteArray whole = archive_of(
                {{.path = "set/train.bin", .content = "abc"}, {.path = "set/images/a.jpg", .content = QByteArray(300, 'b')}},
                packing);
            // A zip is read from its local headers: its directory behind them says nothing new.
            const qsizetype last = packing == Packing::Zip ? whole.indexOf("PK\x01\x02") - 20 : whole.size() - 8;
            for (qsizetype length = 0; length < last; ++length) {
                QVERIFY2(!refusal(whole.left(length)).isEmpty(), qPrintable(QString::number(length)));
            }
        }
    }

    void flippedBytesNeverCrash() {
        std::mt19937 random(3);   // fixed: the same damage each time
        for (const Packing packing : {Packing::Tar, Packing::TarGz, Packing::Zip}) {
            const QByteArray whole = archive_of(
                {{.path = "set/train.bin", .content = "abc"}, {.path = "set/images/a.jpg", .content = "b"}}, packing);
            for (int round = 0; round < 200; ++round) {
                QByteArray damaged = whole;
                damaged[static_cast<qsizetype>(random() % static_cast<std::uint32_t>(whole.size()))] =
                    static_cast<char>(random());
                refusal(damaged);
            }
        }
    }

    void stopsBetweenMembers() {
        std::stop_source stop;
        stop.request_stop();
        const fs::path archive =
            data_files::write(path("archive"), archive_of({{.path = "set/train.bin", .content = "abc"}}));
        QVERIFY(!extract_members(archive, wanted, path("out"), {}, stop.get_token()));
    }

    void patternsTakeOneName() {
        QVERIFY(fits_pattern("a/b.jpg", "a/*.jpg"));
        QVERIFY(fits_pattern("a/2008_000-1.x.jpg", "a/*.jpg"));
        for (const char* path : {"a/.jpg", "a/b/c.jpg", "a/../c.jpg", "b/c.jpg", "a/b.png", "a/b .jpg", "a/b\n.jpg"}) {
            QVERIFY2(!fits_pattern(path, "a/*.jpg"), path);
        }
        QVERIFY(fits_pattern("a.bin", "a.bin"));
        QVERIFY(!fits_pattern("a.bin.x", "a.bin"));
    }
};

QTEST_APPLESS_MAIN(TestArchiveExtract)
#include "test_archive_extract.moc"
