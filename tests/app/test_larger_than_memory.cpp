// An image folder whose decoded images, 602 MB, are more than the program may have of private memory, 512 MB (RLIMIT_DATA:
// the heap and everything else that is not a mapped file).

#include "tests/app/program.h"
#include "tests/core/data/image_files.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <unistd.h>

using namespace overfit::test;

namespace {

constexpr int kImages = 3'900, kTestImages = 100, kSide = 224;
constexpr int kFiles = 20;   // the others are further names of these
constexpr rlim_t kMemory = 512'000'000;
static_assert(std::int64_t{kImages + kTestImages} * kSide * kSide * 3 > kMemory);

void writeHalf(const QString& half, int images) {
    for (const QString name : {"dark", "light"}) {
        QDir().mkpath(half + "/" + name);
        for (int image = 0; image < images / 2; ++image) {
            const QString file = QString("%1/%2/%3.jpg").arg(half, name).arg(image, 5, 10, QChar('0'));
            if (image < kFiles) {
                data_files::write(file.toStdString(),
                                  data_files::jpeg(kSide + 8, kSide, (name == "dark" ? 0 : 128) + 6 * image));
            } else {
                const QString first = QString("%1/%2/%3.jpg").arg(half, name).arg(image % kFiles, 5, 10, QChar('0'));
                QCOMPARE(::link(first.toLocal8Bit(), file.toLocal8Bit()), 0);
            }
        }
    }
}

QByteArray experiment(const QString& folder) {
    return "format: 1\nname: larger than memory\ndata: {dataset: image-folder, folder: '" + folder.toUtf8() +
           "', resize: 224, scaling: unit}\nmodel: {name: mlp, hidden: [4]}\n"
           "training: {epochs: 1, batch_size: 64, learning_rate: 0.001, stop_when_fitted: false}\n"
           "evaluation: {every_epochs: 1}\ndevice: cpu\nthreads: 2\n";
}

}   // namespace

class TestLargerThanMemory : public QObject {
    Q_OBJECT

private:
    Program home_;
    QString config_, folder_;

    QString log() const {
        return QString::fromUtf8(Program::read(home_.runs() + "/" + home_.runFolders().back() + "/log.txt"));
    }

    Call run(const QStringList& more = {}) const {
        QProcess process;
        home_.start(process, QStringList{"run", config_, "--quiet"} + more);
        return Program::finish(process, 250'000);
    }

private Q_SLOTS:
    void initTestCase() {
        if (!Program::hasEngine()) QSKIP("built without the engine");
        folder_ = home_.file("photographs");
        writeHalf(folder_ + "/train", kImages);
        writeHalf(folder_ + "/val", kTestImages);
        config_ = home_.write("large.yaml", experiment(folder_));
        home_.limitMemory(kMemory);
    }

    void inMemoryItIsRefusedBeforeAnythingIsDecoded() {
        const Call call = run({"image_store=resident"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "3,900 train images of 224 x 224 take 0.6 GB, more than half of the 0.5 GB of memory", call);
        VERIFY_SAID(call.err, "set image_store: auto", call);
        QVERIFY(QDir(home_.runs()).removeRecursively());   // the next run may begin within the same second
    }

    void fromAFileItTrains() {
        const Call call = run();
        COMPARE_CODE(call, 0);
        QVERIFY2(log().contains("decoding train images, once: 0 of 3,900"), qPrintable(log()));
        const QByteArray summary = Program::read(home_.runs() + "/" + home_.runFolders().back() + "/run.json");
        const QJsonObject data = QJsonDocument::fromJson(summary).object()["data"].toObject();
        QCOMPARE(data["train_examples"].toInt(), kImages);
        QCOMPARE(data["test_examples"].toInt(), kTestImages);
    }

    void theFileIsFoundAgainListedAndRemoved() {
        const Call list = home_.call({"data", "cache", folder_});
        COMPARE_CODE(list, 0);
        VERIFY_SAID(list.out, folder_ + "/.overfit-cache/train-r224-c0.images", list);
        VERIFY_SAID(list.out, "602.", list);
        const Call again = run({"data.test_examples=20"});
        COMPARE_CODE(again, 0);
        QVERIFY2(!log().contains("decoding train images"), qPrintable(log()));
        const Call clear = home_.call({"data", "cache", folder_, "--clear"});
        COMPARE_CODE(clear, 0);
        VERIFY_SAID(clear.out, "removed", clear);
        QVERIFY(!QDir(folder_ + "/.overfit-cache").exists());
        QVERIFY(!home_.call({"data", "cache", folder_}).out.contains(folder_));
        const Call wrong = home_.call({"data", "cache", folder_ + "/train"});
        QCOMPARE(wrong.code, 2);
        QVERIFY2(wrong.err.contains("lacks train and val"), qPrintable(wrong.err));
    }
};

QTEST_GUILESS_MAIN(TestLargerThanMemory)
#include "test_larger_than_memory.moc"
