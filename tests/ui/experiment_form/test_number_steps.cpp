#include "core/support/error.h"
#include "ui/experiment_form/number_steps.h"
#include "ui/experiment_form/typed_text.h"

#include <QTest>

using namespace overfit;
using namespace overfit::ui;

namespace {

const Field& field(const char* path) { return *find_field(path); }

/// What the control shows after stepping from `text`.
QString after(const char* path, const char* text, int steps) {
    const Field& stepping = field(path);
    return shownText(stepping, stepped(stepping, readTyped(stepping, QString::fromUtf8(text)), steps));
}

}   // namespace

class TestNumberSteps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsAreOfTheSizeOfTheNumber_data();
    void stepsAreOfTheSizeOfTheNumber();
    void stepsStayInRange();
    void upAndDownComeBack();
    void readsWhatItShows_data();
    void readsWhatItShows();
    void refusesSeparatorsOutOfPlace();
    void helpTellsRangeKeyAndWhatThePaperLeavesOpen();
};

void TestNumberSteps::stepsAreOfTheSizeOfTheNumber_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* path, const char* text, int steps, const char* expected) {
        QTest::addRow("%s %s %+d", path, text, steps)
            << QByteArray(path) << QByteArray(text) << steps << QString::fromUtf8(expected);
    };
    row("data.train_examples", "5,000", 1, "5,100");
    row("data.train_examples", "5,000", -1, "4,900");
    row("training.epochs", "99", 1, "100");
    row("training.epochs", "100", 1, "110");
    row("training.epochs", "100", -1, "99");
    row("training.epochs", "110", -1, "100");
    row("training.batch_size", "50", 1, "100");
    row("training.batch_size", "128", -2, "32");
    row("training.learning_rate", "0.01", 1, "0.02");
    row("training.learning_rate", "0.02", 1, "0.05");
    row("training.learning_rate", "0.05", 1, "0.1");
    row("training.learning_rate", "0.1", -1, "0.05");
    row("training.learning_rate", "0.03", 1, "0.05");
    row("training.learning_rate", "0.03", -1, "0.02");
    row("training.weight_decay", "0", 1, "0.000001");
    row("training.weight_decay", "0.000001", -1, "0");
    row("training.momentum", "0.9", -1, "0.89");
    row("threads", "", 1, "1");
    row("threads", "1", -1, "");
    row("seeds.labels", "", 1, "0");
    row("seeds.labels", "0", -1, "");
    row("seed", "18446744073709551615", 1, "18446744073709551615");
}

void TestNumberSteps::stepsAreOfTheSizeOfTheNumber() {
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, text);
    QFETCH(int, steps);
    QFETCH(QString, expected);
    QCOMPARE(readTyped(field(path.constData()), after(path.constData(), text.constData(), steps)),
             readTyped(field(path.constData()), expected));
}

void TestNumberSteps::stepsStayInRange() {
    QCOMPARE(after("training.epochs", "1", -1), QStringLiteral("1"));
    QCOMPARE(after("training.epochs", "1000000", 1), QStringLiteral("1,000,000"));
    QCOMPARE(after("corruption.labels.fraction", "1", 1), QStringLiteral("1"));
    QCOMPARE(after("corruption.labels.fraction", "0", -1), QStringLiteral("0"));
    for (const Field& each : field_table()) {
        FieldValue value = default_value(each);
        for (int round = 0; round < 40; ++round) {
            value = stepped(each, value, round < 20 ? 7 : -9);
            QVERIFY2(value_problem(each, value).empty(), each.path.c_str());
        }
    }
}

void TestNumberSteps::upAndDownComeBack() {
    for (const char* rate : {"0.001", "0.002", "0.005", "0.1", "1", "20"}) {
        const Field& stepping = field("training.learning_rate");
        const FieldValue start = readTyped(stepping, QString::fromUtf8(rate));
        QCOMPARE(stepped(stepping, stepped(stepping, start, 5), -5), start);
    }
}

void TestNumberSteps::readsWhatItShows_data() {
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("thousands") << QByteArray("data.train_examples") << "60,000" << QStringLiteral("60,000");
    QTest::newRow("without thousands") << QByteArray("data.train_examples") << " 60000 " << QStringLiteral("60,000");
    QTest::newRow("narrow spaces") << QByteArray("data.train_examples") << QStringLiteral("60\u202f000")
                                   << QStringLiteral("60,000");
    QTest::newRow("scientific") << QByteArray("training.learning_rate") << "1e-3" << QStringLiteral("0.001");
    QTest::newRow("list") << QByteArray("model.hidden") << "512,256" << QStringLiteral("512, 256");
    QTest::newRow("list in brackets") << QByteArray("model.hidden") << "[512, 256]" << QStringLiteral("512, 256");
    QTest::newRow("auto") << QByteArray("threads") << "auto" << QStringLiteral("");
    QTest::newRow("seed") << QByteArray("seeds.order") << "7" << QStringLiteral("7");
}

void TestNumberSteps::readsWhatItShows() {
    QFETCH(QByteArray, path);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const FieldValue value = readTyped(field(path.constData()), text);
    QCOMPARE(shownText(field(path.constData()), value), expected);
    QCOMPARE(readTyped(field(path.constData()), expected), value);
}

void TestNumberSteps::refusesSeparatorsOutOfPlace() {
    for (const char* text : {"5,5", "50,00", ",500", "5,000,00", "1.5", "", "many"}) {
        QVERIFY_THROWS_EXCEPTION(UsageError, readTyped(field("data.train_examples"), QString::fromUtf8(text)));
    }
}

void TestNumberSteps::helpTellsRangeKeyAndWhatThePaperLeavesOpen() {
    const QString help = helpText(field("training.batch_size"));
    QVERIFY(help.contains(QStringLiteral("training.batch_size")));
    QVERIFY(help.contains(QStringLiteral("1,000,000")) || help.contains(QStringLiteral("1000000")));
    QVERIFY(help.contains(QStringLiteral("The paper does not state the batch size")));
    QVERIFY(!helpText(field("augmentation.random_crop")).contains(QLatin1Char('`')));
}

QTEST_APPLESS_MAIN(TestNumberSteps)
#include "test_number_steps.moc"
