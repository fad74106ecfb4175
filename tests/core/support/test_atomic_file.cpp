#include "core/support/atomic_file.h"
#include "core/support/error.h"

#include <QtTest>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace overfit;

namespace {

/// No file of this process grows beyond `bytes` while this lives: write() then comes back short, as on a full disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        previous_handler_ = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &previous_);
        const rlimit limit{bytes, previous_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &previous_);
        std::signal(SIGXFSZ, previous_handler_);
    }

private:
    rlimit previous_{};
    void (*previous_handler_)(int) = nullptr;
};

/// A disk of 64 KiB, where mounting is allowed (root).
class SmallDisk {
public:
    SmallDisk() : mounted_(::mount("none", path().c_str(), "tmpfs", 0, "size=64k") == 0) {}
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (mounted_) ::umount(path().c_str());
    }

    bool is_mounted() const { return mounted_; }
    std::string path() const { return folder_.path().toStdString(); }

private:
    QTemporaryDir folder_;
    bool mounted_;
};

std::size_t entries_of(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}   // namespace

class TestAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesAndReplacesTheWholeContent() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        atomic_write(file, std::string(100'000, 'a'));
        QCOMPARE(read_file(file), std::string(100'000, 'a'));
        atomic_write(file, "short");
        QCOMPARE(read_file(file), std::string("short"));
        atomic_write(file, "");
        QCOMPARE(read_file(file), std::string());
        QCOMPARE(entries_of(folder.path().toStdString()), std::size_t{1});   // no temporary file stays
    }

    void everyByteSurvives() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("bytes").toStdString();
        std::string content;
        for (int byte = 0; byte < 256; ++byte) content += static_cast<char>(byte);
        atomic_write(file, content);
        QCOMPARE(read_file(file), content);
    }

    void aFileInTheWorkingFolderNeedsNoFolderInItsName() {
        const QTemporaryDir folder;
        const std::filesystem::path before = std::filesystem::current_path();
        std::filesystem::current_path(folder.path().toStdString());
        atomic_write("bare", "x");
        std::filesystem::current_path(before);
        QCOMPARE(read_file(folder.filePath("bare").toStdString()), std::string("x"));
    }

    void newFilesGetThePermissionsOfAnyNewFile() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("shared").toStdString();
        const mode_t before = ::umask(0027);
        atomic_write(file, "x");
        ::umask(before);
        struct stat status {};
        QCOMPARE(::stat(file.c_str(), &status), 0);
        QCOMPARE(static_cast<int>(status.st_mode & 0777), 0640);
    }

    void aShortWriteLeavesTheEarlierContent() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        atomic_write(file, "earlier");
        {
            const FileSizeLimit limit(4096);
            QVERIFY_EXCEPTION_THROWN(atomic_write(file, std::string(200'000, 'x')), Error);
        }
        QCOMPARE(read_file(file), std::string("earlier"));
        QCOMPARE(entries_of(folder.path().toStdString()), std::size_t{1});
    }

    void aFullDiskLeavesTheEarlierContent() {
        const SmallDisk disk;
        if (!disk.is_mounted()) QSKIP("mounting a small tmpfs needs root");
        const std::filesystem::path file = std::filesystem::path(disk.path()) / "run.json";
        atomic_write(file, "earlier");
        std::string message;
        try {
            atomic_write(file, std::string(200'000, 'x'));
        } catch (const Error& error) {
            message = error.what();
        }
        QVERIFY2(message.find("No space left") != std::string::npos, message.c_str());
        QVERIFY2(message.find(file.string()) != std::string::npos, message.c_str());
        QCOMPARE(read_file(file), std::string("earlier"));
        QCOMPARE(entries_of(disk.path()), std::size_t{1});
    }

    void aMissingOrForbiddenFolderIsAnErrorThatNamesTheFile() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("no/such/folder/file").toStdString();
        try {
            atomic_write(file, "x");
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.parts().where, file.string());
            QVERIFY(error.parts().problem.find("there is no folder " + file.parent_path().string()) != std::string::npos);
        }
        if (::geteuid() == 0) return;   // root may write anywhere
        ::chmod(folder.path().toLocal8Bit().constData(), 0555);
        QVERIFY_EXCEPTION_THROWN(atomic_write(folder.filePath("file").toStdString(), "x"), Error);
        ::chmod(folder.path().toLocal8Bit().constData(), 0755);
    }

    void aFolderIsNotReplacedByAFile() {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir("name"));
        QVERIFY_EXCEPTION_THROWN(atomic_write(folder.filePath("name").toStdString(), "x"), Error);
        QCOMPARE(entries_of(folder.path().toStdString()), std::size_t{1});
    }

    void readersSeeOneWholeVersionWhileOthersWrite() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        atomic_write(file, std::string(50'000, '0'));
        std::vector<std::jthread> writers;
        for (const char digit : {'1', '2', '3'}) {
            writers.emplace_back([&file, digit] {
                for (int i = 0; i < 20; ++i) atomic_write(file, std::string(50'000, digit));
            });
        }
        for (int i = 0; i < 100; ++i) {
            const std::string content = read_file(file);
            QCOMPARE(content, std::string(50'000, content.empty() ? '?' : content.front()));
        }
        writers.clear();
        QCOMPARE(entries_of(folder.path().toStdString()), std::size_t{1});
    }

    void readingRefusesWhatIsMissingAFolderOrTooLong() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("file").toStdString();
        QVERIFY_EXCEPTION_THROWN(read_file(file), Error);
        QVERIFY_EXCEPTION_THROWN(read_file(folder.path().toStdString()), Error);
        std::ofstream(file) << "12345";
        QCOMPARE(read_file(file, 5), std::string("12345"));
        QVERIFY_EXCEPTION_THROWN(read_file(file, 4), Error);
        QVERIFY_EXCEPTION_THROWN(read_file("/dev/zero", 1000), Error);
    }
};

QTEST_APPLESS_MAIN(TestAtomicFile)
#include "test_atomic_file.moc"
