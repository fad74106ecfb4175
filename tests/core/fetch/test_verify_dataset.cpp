#include "core/fetch/checksum_list.h"
#include "core/fetch/verify_dataset.h"
#include "core/support/error.h"
#include "core/support/sha256.h"
#include "tests/core/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace overfit;

namespace {

namespace fs = std::filesystem;

/// Five train files and a test file of one grey value, which no published image is.
void write_cifar10(const fs::path& root, char value) {
    QByteArray batch;
    for (int record = 0; record < 10'000; ++record) batch += static_cast<char>(record % 10) + QByteArray(3'072, value);
    for (const char* name : {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"}) {
        data_files::write(root / "cifar-10-batches-bin" / (std::string(name) + ".bin"), batch);
    }
}

}   // namespace

class TestVerifyDataset : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;

    fs::path root() const { return folder_->path().toStdString(); }

    Verification verify(std::string_view name) const { return verify_dataset(name, std::array{root()}); }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    /// The sizes of MNIST, but other images.
    void write_mnist() const {
        const auto images = [](std::uint32_t count) {
            return data_files::idx({count, 28, 28}, QByteArray(static_cast<int>(count) * 784, 'x'));
        };
        const fs::path raw = root() / "MNIST/raw";
        data_files::write(raw / "train-images-idx3-ubyte.gz", data_files::gzipped(images(60'000)));
        data_files::write(raw / "train-labels-idx1-ubyte", data_files::idx({60'000}, data_files::counting(60'000, 10)));
        data_files::write(raw / "t10k-images-idx3-ubyte.gz", data_files::gzipped(images(10'000)));
        data_files::write(raw / "t10k-labels-idx1-ubyte", data_files::idx({10'000}, data_files::counting(10'000, 10)));
    }

    void otherFilesDiffer() {
        write_mnist();
        const Verification verified = verify("mnist");
        QCOMPARE(verified.state, Authenticity::Differs);
        QCOMPARE(verified.files.size(), 4u);
        for (const VerifiedFile& file : verified.files) QCOMPARE(file.state, Authenticity::Differs);
        QVERIFY(verified.files[0].reason.starts_with(
            "expected sha256 440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609, found "));
        QVERIFY(verified.files[1].reason.starts_with("expected md5 a25bea736e30d166cdddb491f175f624, found "));   // unpacked
        QVERIFY(verified.summary.find("it can be trained on") != std::string::npos);
    }

    void whatARunCannotReadIsDamaged() {
        write_mnist();
        data_files::write(root() / "MNIST/raw/train-labels-idx1-ubyte", "any");
        const Verification verified = verify("mnist");
        QCOMPARE(verified.state, Authenticity::Damaged);
        QVERIFY(verified.files.back().file.ends_with("train-labels-idx1-ubyte"));
        QCOMPARE(verified.files.back().state, Authenticity::Damaged);
        QVERIFY(verified.summary.find("cannot be trained on") != std::string::npos);
        write_cifar10(root(), 120);
        data_files::write(root() / "cifar-10-batches-bin/data_batch_3.bin", "short");
        QCOMPARE(verify("cifar10").state, Authenticity::Damaged);   // although no checksum of it is published
    }

    void cifarIsComparedByItsImages() {
        write_cifar10(root(), 120);
        const Verification verified = verify("cifar10");
        QCOMPARE(verified.state, Authenticity::Differs);
        QCOMPARE(verified.files.back().file, "training images");
        QCOMPARE(verified.files.back().reason,
                 "expected channel means 125.306918, 122.950394, 113.865383, found 120.000000, 120.000000, 120.000000");
        QCOMPARE(verified.files.front().state, Authenticity::Unknown);
        QVERIFY(verified.summary.find("decoded from JPEG") != std::string::npos);
    }

    void aListFromTheFetchIsComparedFileByFile() {
        data_files::write(root() / "EMNIST/raw/emnist-digits-train-images-idx3-ubyte.gz", "1");
        data_files::write(root() / "EMNIST/raw/emnist-digits-train-labels-idx1-ubyte.gz", "2");
        data_files::write(root() / "EMNIST/raw/emnist-digits-test-images-idx3-ubyte.gz", "3");
        data_files::write(root() / "EMNIST/raw/emnist-digits-test-labels-idx1-ubyte.gz", "4");
        QCOMPARE(verify("emnist-digits").state, Authenticity::Damaged);
        QVERIFY(write_checksum_list(root() / "EMNIST/raw"));
        QCOMPARE(verify("emnist-digits").state, Authenticity::Original);
        data_files::write(root() / "EMNIST/raw/emnist-digits-test-labels-idx1-ubyte.gz", "5");
        const Verification changed = verify("emnist-digits");
        QCOMPARE(changed.state, Authenticity::Damaged);   // it never was what it is called
        QCOMPARE(std::ranges::count(changed.files, Authenticity::Differs, &VerifiedFile::state), 1);
    }

    void aListMayNotLeadOutOfItsFolder() {
        for (const char* line : {"  ../../etc/passwd\n", "  /etc/passwd\n", "  \n", " x\n"}) {
            data_files::write(root() / "SHA256SUMS", QByteArray(64, 'a') + line);
            QVERIFY_THROWS_EXCEPTION(Error, read_checksum_list(root()));
        }
        data_files::write(root() / "SHA256SUMS", "no list");
        QVERIFY_THROWS_EXCEPTION(Error, read_checksum_list(root()));
    }

    void aMissingSetSaysHowToGetIt() {
        QVERIFY_THROWS_EXCEPTION(UsageError, verify("cifar10"));
        QCOMPARE(verify("synthetic").state, Authenticity::Unknown);
    }

    void debiansFashionMnistHoldsTheOriginal() {
        const std::array roots{fs::path("/usr/share/datasets")};
        if (!fs::exists(roots[0] / "fashion-mnist")) QSKIP("dataset-fashion-mnist is not installed");
        const Verification verified = verify_dataset("fashion-mnist", roots);
        QCOMPARE(verified.state, Authenticity::Original);
        for (const VerifiedFile& file : verified.files) QVERIFY(file.reason.starts_with("packed anew, unpacked md5 "));
    }

    void theRealMnistHoldsTheOriginal() {
        const std::array roots{fs::path(qgetenv("OVERFIT_TEST_DATA").toStdString())};
        if (!fs::exists(roots[0] / "MNIST/raw")) QSKIP("set OVERFIT_TEST_DATA to a folder that holds MNIST/raw");
        QCOMPARE(verify_dataset("mnist", roots).state, Authenticity::Original);
    }
};

QTEST_APPLESS_MAIN(TestVerifyDataset)
#include "test_verify_dataset.moc"
