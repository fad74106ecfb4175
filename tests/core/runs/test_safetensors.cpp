#include "core/runs/byte_order.h"
#include "core/runs/safetensors.h"
#include "core/support/error.h"
#include "tests/core/runs/array_samples.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>

using namespace overfit;

namespace {

/// A file with this header and `bytes` zeros behind it.
std::string file_of(std::string header, std::size_t bytes) {
    std::replace(header.begin(), header.end(), '\'', '"');
    std::string file;
    put_little_endian(file, static_cast<std::uint64_t>(header.size()));
    return file + header + std::string(bytes, '\0');
}

std::string error_of(const std::string& file) {
    try {
        decode_safetensors(file, "x.safetensors");
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

const NamedArray* find(const SafeTensors& file, const std::string& name) {
    for (const NamedArray& array : file.arrays) {
        if (array.name == name) return &array;
    }
    return nullptr;
}

}   // namespace

class TestSafetensors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsBackWhatItWrote() {
        const Checkpoint checkpoint = samples::checkpoint_at(7);
        for (const auto* arrays : {&checkpoint.weights, &checkpoint.state}) {
            const SafeTensors read = decode_safetensors(encode_safetensors(*arrays, checkpoint.position), "x");
            QCOMPARE(read.arrays.size(), arrays->size());
            QVERIFY(read.metadata == checkpoint.position);
            for (const NamedArray& array : *arrays) {
                const NamedArray* found = find(read, array.name);
                QVERIFY(found != nullptr);
                QCOMPARE(found->dtype, array.dtype);
                QCOMPARE(found->shape, array.shape);
                QVERIFY(found->bytes == array.bytes);
            }
        }
    }

    void everyArrayIsAligned() {
        const std::string bytes = encode_safetensors(samples::checkpoint_at(7).weights, {{"a", "b"}});
        QCOMPARE(get_little_endian<std::uint64_t>(bytes) % 8, std::uint64_t{0});
        const SafeTensors read = decode_safetensors(bytes, "x");
        QCOMPARE(read.arrays.front().dtype, std::string("I64"));   // wider elements first
        QCOMPARE(read.arrays.back().dtype, std::string("U8"));
    }

    void anEmptyFileOfArraysIsFine() { QVERIFY(decode_safetensors(encode_safetensors({}, {}), "x").arrays.empty()); }

    void refusesToWriteWhatItCouldNotRead() {
        const auto twice = {samples::array_of<float>("a", "F32", {1}, {1}), samples::array_of<float>("a", "F32", {1}, {2})};
        const auto too_small = {samples::array_of<float>("a", "F32", {2}, {1})};
        const auto unknown = {samples::array_of<float>("a", "F31", {1}, {1})};
        QVERIFY_EXCEPTION_THROWN(encode_safetensors(std::vector<NamedArray>(twice), {}), Error);
        QVERIFY_EXCEPTION_THROWN(encode_safetensors(std::vector<NamedArray>(too_small), {}), Error);
        QVERIFY_EXCEPTION_THROWN(encode_safetensors(std::vector<NamedArray>(unknown), {}), Error);
    }

    void refusesWhatIsWrong_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* header, int bytes, const char* message) {
            QTest::newRow(name) << header << bytes << message;
        };
        row("no object", "[1,2]", 0, "starts with {");
        row("blank before", " {}", 0, "starts with {");
        row("bad JSON", "{'a':", 0, "expected JSON");
        row("text behind", "{} {}", 0, "expected JSON");
        row("a key twice",
            "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}", 2,
            "expected each key once, found \"a\" twice");
        row("a key twice inside", "{'a':{'dtype':'U8','dtype':'U8','shape':[1],'data_offsets':[0,1]}}", 1,
            "expected each key once");
        row("unknown dtype", "{'a':{'dtype':'F31','shape':[1],'data_offsets':[0,4]}}", 4, "a.dtype: expected a type");
        row("size", "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}", 4, "a.data_offsets: expected 8 bytes");
        row("overflow", "{'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,0]}}", 0,
            "a.shape: expected sides");
        row("negative", "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}", 4, "a.shape[0]: expected a whole number");
        row("fraction", "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,6]}}", 6,
            "a.shape[0]: expected a whole number");
        row("backwards", "{'a':{'dtype':'U8','shape':[1],'data_offsets':[1,0]}}", 1,
            "a.data_offsets: expected begin and end");
        row("three offsets", "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1,2]}}", 1, "expected begin and end");
        row("hole at the start", "{'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}", 2,
            "a: expected its bytes to begin at 0");
        row("hole between",
            "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'b':{'dtype':'U8','shape':[1],'data_offsets':[2,3]}}", 3,
            "b: expected its bytes to begin at 1, found 2");
        row("overlap",
            "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'b':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}", 3,
            "b: expected its bytes to begin at 2, found 1");
        row("beyond the end", "{'a':{'dtype':'U8','shape':[9],'data_offsets':[0,9]}}", 4, "a: expected 9 bytes, found 4");
        row("bytes behind", "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}}", 2,
            "expected 1 bytes of arrays, found 2");
        row("metadata", "{'__metadata__':{'a':1}}", 0, "__metadata__.a: expected a text");
        row("nothing there", "{'a':{'dtype':'U8','shape':[1]}}", 1, "a.data_offsets: expected a value");
    }
    void refusesWhatIsWrong() {
        QFETCH(QString, header);
        QFETCH(int, bytes);
        QFETCH(QString, message);
        const std::string error = error_of(file_of(header.toStdString(), static_cast<std::size_t>(bytes)));
        QVERIFY2(error.find(message.toStdString()) != std::string::npos, error.c_str());
        QVERIFY(error.starts_with("x.safetensors: "));
    }

    void refusesAHeaderBeyondTheFileOrTheLimit() {
        std::string file = file_of("{}", 0);
        file[0] = 100;
        QVERIFY(error_of(file).find("expected a header of 100 bytes, found 2") != std::string::npos);
        file[7] = '\x7f';
        QVERIFY(error_of(file).find("at most 100000000 bytes") != std::string::npos);
        QVERIFY(error_of("").find("at least 8 bytes") != std::string::npos);
    }

    void everyPrefixIsAnError() {
        const std::string bytes = encode_safetensors(samples::checkpoint_at(7).weights, {{"format", "pt"}});
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) QVERIFY(!error_of(bytes.substr(0, cut)).empty());
        QVERIFY(error_of(bytes).empty());
    }

    void anyFlippedByteEndsWell() {
        std::mt19937 random(5);
        const std::string bytes = encode_safetensors(samples::checkpoint_at(7).weights, {{"format", "pt"}});
        for (int round = 0; round < 4000; ++round) error_of(samples::damaged(bytes, random));
    }
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "test_safetensors.moc"
