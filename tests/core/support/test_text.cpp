#include "core/support/error.h"
#include "core/support/text.h"

#include <QtTest>
#include <cmath>
#include <limits>

using namespace overfit;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void realNumbersAreWrittenShortestAndReadBack() {
        QCOMPARE(shortest_text(0.1), std::string("0.1"));
        QCOMPARE(shortest_text(5.0), std::string("5"));
        QCOMPARE(shortest_text(std::nan("")), std::string("NaN"));
        QCOMPARE(shortest_text(std::numeric_limits<double>::infinity()), std::string("Infinity"));
        QCOMPARE(shortest_text(-std::numeric_limits<double>::infinity()), std::string("-Infinity"));
        for (const double value : {0.1, 1.0 / 3.0, 1e-300, 5e-324, 1.7976931348623157e308, -0.0, 123456789.125}) {
            QCOMPARE(parse_real(shortest_text(value)).value(), value);
        }
    }

    void numbersAreReadOnlyWhole() {
        QCOMPARE(parse_real("+0.5").value(), 0.5);
        QCOMPARE(parse_real("1e-3").value(), 0.001);
        QVERIFY(std::isnan(parse_real("NaN").value()));
        QVERIFY(std::isinf(parse_real("-Infinity").value()));
        for (const char* wrong : {"", " 1", "1 ", "1,5", "0x10", "1e", "abc", "+-1", "++1", "1e999"}) {
            QVERIFY2(!parse_real(wrong), wrong);
        }
        QCOMPARE(parse_integer("-12").value(), std::int64_t{-12});
        for (const char* wrong : {"", "1.0", "1e3", "+-1", "9223372036854775808", "1 2"}) {
            QVERIFY2(!parse_integer(wrong), wrong);
        }
        QCOMPARE(parse_unsigned("18446744073709551615").value(), std::numeric_limits<std::uint64_t>::max());
        for (const char* wrong : {"-1", "18446744073709551616", "1.0", ""}) QVERIFY2(!parse_unsigned(wrong), wrong);
    }

    void thousandsAreSeparated() {
        QCOMPARE(with_thousands(0), std::string("0"));
        QCOMPARE(with_thousands(999), std::string("999"));
        QCOMPARE(with_thousands(1'209'866), std::string("1,209,866"));
        QCOMPARE(with_thousands(-123'456), std::string("-123,456"));
        QCOMPARE(with_thousands(std::numeric_limits<std::int64_t>::min()), std::string("-9,223,372,036,854,775,808"));
    }

    void sizesHaveDecimalUnits() {
        QCOMPARE(as_size(0), std::string("0 bytes"));
        QCOMPARE(as_size(1), std::string("1 byte"));
        QCOMPARE(as_size(999), std::string("999 bytes"));
        QCOMPARE(as_size(1'000), std::string("1.000 kB"));
        QCOMPARE(as_size(28'881), std::string("28.88 kB"));
        QCOMPARE(as_size(170'052'171), std::string("170.1 MB"));
        QCOMPARE(as_size(999'960'000), std::string("1.000 GB"));
        QCOMPARE(as_size(2'640'397'119), std::string("2.640 GB"));
    }

    void percentAndTimesAreForPeople() {
        QCOMPARE(as_percent(0.9012), std::string("90.1 %"));
        QCOMPARE(as_percent(1.0), std::string("100.0 %"));
        QCOMPARE(as_percent(0.9994), std::string("99.9 %"));
        QCOMPARE(as_percent(0.9998), std::string("99.98 %"));   // one of 5,000 labels is not fitted yet
        QCOMPARE(as_percent(0.99999999), std::string("99.999 %"));
        QCOMPARE(as_duration(0.4), std::string("0 s"));
        QCOMPARE(as_duration(41), std::string("41 s"));
        QCOMPARE(as_duration(59.6), std::string("1 min 00 s"));
        QCOMPARE(as_duration(200), std::string("3 min 20 s"));
        QCOMPARE(as_duration(7500), std::string("2 h 05 min"));
        QCOMPARE(as_duration(-3), std::string("0 s"));
        QCOMPARE(as_duration(std::nan("")), std::string("unknown"));
        QVERIFY(!as_duration(1e300).empty());
    }

    void theNearestNameIsFoundOrNone() {
        const std::vector<std::string> names{"mnist", "fashion-mnist", "cifar10", "cifar100", "svhn"};
        QCOMPARE(nearest_name("mnsit", names).value(), std::string("mnist"));
        QCOMPARE(nearest_name("CIFAR10", names).value(), std::string("cifar10"));
        QCOMPARE(nearest_name("cifar-100", names).value(), std::string("cifar100"));
        QCOMPARE(nearest_name("fashion_mnist", names).value(), std::string("fashion-mnist"));
        QVERIFY(!nearest_name("imagenet", names));
        QVERIFY(!nearest_name("x", names));
        QVERIFY(!nearest_name("", names));
        QVERIFY(!nearest_name(std::string(1'000'000, 'm'), names));
        QVERIFY(!nearest_name("mnist", {}));
    }

    void blanksAreTrimmedAtBothSides() {
        QCOMPARE(trimmed(" \t a b\r\n"), std::string_view("a b"));
        QCOMPARE(trimmed(" \n "), std::string_view());
    }

    void excerptsAreSafeToShow() {
        QCOMPARE(excerpt("plain"), std::string("\"plain\""));
        QCOMPARE(excerpt("a\nb\x1b[31m\x7f"), std::string("\"a?b?[31m?\""));
        QCOMPARE(excerpt("\xff\xc3"), std::string("\"??\""));
        QCOMPARE(excerpt("Größe", 3), std::string("\"Grö...\""));
        QCOMPARE(excerpt("abc", 3), std::string("\"abc\""));
    }

    void brokenUtf8IsTold() {
        for (const char* right : {"", "a", "Größe", "漢字", "😀", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf"}) {
            QVERIFY2(is_valid_utf8(right), right);
        }
        // lone continuation, cut short, overlong, surrogate, beyond U+10FFFF, never used
        for (const char* wrong : {"\x80", "a\xc3", "\xc0\x80", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf", "\xed\xa0\x80",
                                  "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x28\xa1"}) {
            QVERIFY2(!is_valid_utf8(wrong), QByteArray(wrong).toHex().constData());
        }
        QCOMPARE(utf8_length("Größe 😀"), std::size_t{7});
    }

    void controlCharactersAreTold() {
        for (const char* with : {"a\nb", "\t", "\x7f", "\xc2\x85"}) QVERIFY(has_control_characters(with));
        for (const char* without : {"", "plain text", "Größe", "\xc2\xa0"}) QVERIFY(!has_control_characters(without));
    }

    void partsAreJoined() {
        const std::vector<std::string> parts{"a", "b", "c"};
        QCOMPARE(join(parts), std::string("a, b, c"));
        QCOMPARE(join(parts, "\n"), std::string("a\nb\nc"));
        QCOMPARE(join({}), std::string());
    }

    void slugsAreSafeFolderNames() {
        QCOMPARE(slug("Fashion-MNIST, random labels"), std::string("fashion-mnist-random-labels"));
        QCOMPARE(slug("../../etc/passwd"), std::string("etc-passwd"));
        QCOMPARE(slug("Größe"), std::string("gr-e"));
        QCOMPARE(slug("***"), std::string("run"));
        QCOMPARE(slug("abc def", 4), std::string("abc"));
    }

    void errorsReadWhereWhatAndRemedy() {
        QCOMPARE(std::string(Error({.where = "file", .problem = "is short", .remedy = "get it again"}).what()),
                 std::string("file: is short; get it again"));
        QCOMPARE(std::string(Error({.where = "", .problem = "is short", .remedy = ""}).what()), std::string("is short"));
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "test_text.moc"
