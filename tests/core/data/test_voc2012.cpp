#include "core/data/class_names.h"
#include "core/data/dataset_table.h"
#include "core/data/photographs.h"
#include "core/data/voc2012.h"
#include "core/support/error.h"
#include "tests/core/data/image_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <map>

using namespace overfit;
using namespace data_files;

namespace {

using Path = std::filesystem::path;

/// image -> class -> mark; what is not named is -1.
using Marks = std::map<std::string, std::map<std::string, std::string>>;

void write_half(const Path& folder, const std::string& half, const Marks& marks) {
    for (const std::string& name : built_in_class_names("voc2012")) {
        QByteArray list;
        for (const auto& [image, classes] : marks) {
            const auto mark = classes.find(name);
            list += (image + (mark == classes.end() ? " -1" : "  " + mark->second) + "\n").c_str();
        }
        write(folder / "ImageSets/Main" / std::string(name).append("_").append(half).append(".txt"), list);
    }
    int shade = 10;
    for (const auto& [image, classes] : marks) write(folder / "JPEGImages" / (image + ".jpg"), jpeg(20, 16, shade += 10));
}

/// One image a class, 2008_000001 and up, and these.
Marks one_of_each(const Marks& more = {}) {
    Marks marks = more;
    int number = 1;
    for (const std::string& name : built_in_class_names("voc2012")) {
        marks["2008_" + QString::number(number++).rightJustified(6, '0').toStdString()] = {{name, "1"}};
    }
    return marks;
}

}   // namespace

class TestVoc2012 : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> directory_;
    Path folder_;

    QString refusal() const {
        try {
            list_voc2012(folder_);
        } catch (const Error& error) {
            return QString(error.what()).remove(directory_->path() + "/");
        }
        return {};
    }

private Q_SLOTS:
    void init() {
        directory_ = std::make_unique<QTemporaryDir>();
        folder_ = directory_->path().toStdString() + "/VOCdevkit/VOC2012";
        write_half(folder_, "train",
                   one_of_each({{"2012_000001", {{"cat", "1"}, {"sofa", "1"}}},   // two classes: left out
                                {"2012_000002", {{"cat", "1"}, {"dog", "0"}}},    // the other one is difficult
                                {"2012_000003", {{"dog", "0"}}},                  // one class, difficult
                                {"2012_000004", {}}}));                           // none
        write_half(folder_, "val", one_of_each());
    }

    void takesImagesOfOneClassOnly() {
        const Dataset dataset = list_voc2012(folder_);
        QCOMPARE(dataset.classes(), 20);
        QCOMPARE(dataset.train.size(), 21u);
        QCOMPARE(dataset.train.labels.front(), 0);   // aeroplane
        QCOMPARE(dataset.train.labels.back(), 11);   // the dog that is difficult to see
        QCOMPARE(dataset.test.size(), 20u);
        QCOMPARE(dataset.train.photographs->names.front(), "JPEGImages/2008_000001.jpg");
        QCOMPARE(dataset.notes, (std::vector<std::string>{"21 of 24 train images show a single class and are taken",
                                                          "20 of 20 test images show a single class and are taken"}));
    }

    void isFoundInTorchvisionsLayout() {
        DataConfig data;
        data.dataset = "voc2012";
        data.resize = 8;
        const std::array roots{Path(directory_->path().toStdString())};
        QVERIFY(locate_dataset(data, roots).present);
        QCOMPARE(load_dataset(data, roots).test.size(), 20u);
    }

    void damagedListsAreRefused() {
        const Path list = folder_ / "ImageSets/Main/bird_train.txt";
        const QString start = "VOCdevkit/VOC2012/ImageSets/Main/bird_train.txt: line ";
        write(list, "2008_000001 -1\n2008_000002 2\n");
        QCOMPARE(refusal(),
                 start + "2: expected an image's name and 1, 0 or -1, found \"2008_000002 2\"; get the file again");
        write(list, "../../etc/passwd -1\n");
        QVERIFY(refusal().startsWith(start + "1: expected an image's name"));
        write(list, "2008_000001 -1\n2008_000009 -1\n");
        QVERIFY(refusal().startsWith(start + "2: expected 2008_000002, as in the other classes' lists, found 2008_000009"));
        write(list, "2008_000001 -1\n");
        QVERIFY(refusal().startsWith(start +
                                     "2: expected 2008_000002, as in the other classes' lists, found the end of the file"));
        write(list, "");
        QVERIFY(refusal().startsWith(start + "1: expected an image's name and 1, 0 or -1, found the end of the file"));
        std::filesystem::remove(list);
        QVERIFY(refusal().contains("bird_train.txt: cannot be read"));
    }

    /// A list that ends within a line, or lacks images that the other lists have.
    void everyBeginningOfAListIsRefused() {
        const Path list = folder_ / "ImageSets/Main/cat_train.txt";
        QFile file(list.c_str());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        file.close();
        for (qsizetype length = 0; length < whole.size() - 1; ++length) {   // the last line may lack its end
            write(list, whole.first(length));
            QVERIFY2(refusal().startsWith("VOCdevkit/VOC2012"), qPrintable(QString("%1: %2").arg(length).arg(refusal())));
        }
        write(list, whole.chopped(1));
        QCOMPARE(refusal(), QString());
    }

    void aClassWithoutAnImageIsRefused() {
        Marks marks = one_of_each();
        marks["2008_000003"] = {};
        write_half(folder_, "train", marks);
        QVERIFY2(refusal().contains("expected train images of every class, found none of bird"), qPrintable(refusal()));
    }
};

QTEST_APPLESS_MAIN(TestVoc2012)
#include "test_voc2012.moc"
