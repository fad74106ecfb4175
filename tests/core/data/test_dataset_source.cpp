#include "core/config/dataset_facts.h"
#include "core/data/dataset_layout.h"
#include "core/data/dataset_source.h"

#include <QTest>
#include <algorithm>

using namespace overfit;

namespace {

bool is_hexadecimal(std::string_view text, std::size_t digits) {
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}   // namespace

class TestDatasetSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyPublishedSetHasOne() {
        for (const DatasetFacts& facts : dataset_facts()) {
            const bool published = facts.name != "synthetic" && facts.name != "image-folder";
            QCOMPARE(find_dataset_source(facts.name) != nullptr, published);
        }
        QVERIFY(find_dataset_source("imagenet") == nullptr);
    }

    void everyFileCanBeCheckedBeforeItIsOpened() {
        for (const DatasetFacts& facts : dataset_facts()) {
            const DatasetSource* source = find_dataset_source(facts.name);
            if (source == nullptr) continue;
            QVERIFY(source->address.starts_with("http") && source->address.ends_with('/'));
            for (const SourceFile& file : source->files) {
                QVERIFY2(is_hexadecimal(file.md5, 32), file.name.data());
                QVERIFY2(file.sha256.empty() || is_hexadecimal(file.sha256, 64), file.name.data());
                QVERIFY2(file.unpacked_md5.empty() || is_hexadecimal(file.unpacked_md5, 32), file.name.data());
            }
            // An archive has one file and a limit; without one the files are kept as they are.
            QCOMPARE(source->members.most_bytes > 0, !source->members.paths.empty());
            if (!source->members.paths.empty()) QCOMPARE(source->files.size(), 1u);
        }
    }

    void whatIsFetchedMakesTheSetPresent() {
        for (const DatasetFacts& facts : dataset_facts()) {
            const DatasetSource* source = find_dataset_source(facts.name);
            if (source == nullptr || facts.name == "voc2012") continue;   // VOC's lists are taken by a pattern
            for (const std::string& needed : dataset_files(facts.name)) {
                const auto is_it = [&](std::string_view name) { return name == needed || name == needed + ".gz"; };
                const bool kept = std::ranges::any_of(source->files, is_it, &SourceFile::name);
                const bool unpacked = std::ranges::any_of(source->members.paths, is_it);
                QVERIFY2(kept || unpacked, needed.c_str());
            }
        }
    }

    void sizesAreSummedWhereAllAreKnown() {
        QCOMPARE(find_dataset_source("cifar10")->download_bytes(), 170'052'171u);
        QCOMPARE(find_dataset_source("svhn")->download_bytes(), 182'040'794u + 64'275'384u);
        QCOMPARE(find_dataset_source("qmnist")->download_bytes(), 0u);
    }
};

QTEST_APPLESS_MAIN(TestDatasetSource)
#include "test_dataset_source.moc"
