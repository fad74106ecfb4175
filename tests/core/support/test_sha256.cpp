#include "core/support/error.h"
#include "core/support/sha256.h"

#include <QtTest>
#include <fstream>
#include <string>

using namespace overfit;

class TestSha256 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// FIPS 180-2, appendix B.
    void digestsAreThoseOfTheStandard() {
        QCOMPARE(hash_of(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(hash_of("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(hash_of(std::string(1'000'000, 'a')),
                 std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void piecesHashLikeTheWhole() {
        Sha256 pieces;
        pieces.add("a");
        pieces.add("");
        pieces.add(std::as_bytes(std::span("bc", 2)));
        QCOMPARE(pieces.hex_digest(), hash_of("abc"));
    }

    void rawAndHexadecimalDigestAgree() {
        Sha256 hash;
        hash.add("abc");
        const std::string digest = hash.digest();
        QCOMPARE(QByteArray::fromStdString(digest).toHex().toStdString(), hash_of("abc"));
    }

    void aMovedHashGoesOn() {
        Sha256 first;
        first.add("ab");
        Sha256 second = std::move(first);
        second.add("c");
        QCOMPARE(second.hex_digest(), hash_of("abc"));
    }

    void filesAreHashedWhole() {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("data").toStdString();
        const std::string content((std::size_t{1} << 20) + 7, 'x');   // more than one piece
        std::ofstream(file, std::ios::binary) << content;
        QCOMPARE(sha256_of_file(file), hash_of(content));
        std::ofstream(file, std::ios::binary | std::ios::trunc).flush();
        QCOMPARE(sha256_of_file(file), hash_of(""));
    }

    void whatCannotBeReadIsAnError() {
        const QTemporaryDir folder;
        QVERIFY_EXCEPTION_THROWN(sha256_of_file(folder.filePath("missing").toStdString()), Error);
        QVERIFY_EXCEPTION_THROWN(sha256_of_file(folder.path().toStdString()), Error);
    }

private:
    static std::string hash_of(std::string_view text) {
        return sha256_hex(std::as_bytes(std::span(text.data(), text.size())));
    }
};

QTEST_APPLESS_MAIN(TestSha256)
#include "test_sha256.moc"
