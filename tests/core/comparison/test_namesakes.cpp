#include "core/comparison/namesakes.h"

#include <QTest>

using namespace overfit;

namespace {

QStringList told(const std::vector<Namesake>& runs) {
    QStringList words;
    for (const std::string& text : words_for_namesakes(runs)) words << QString::fromStdString(text);
    return words;
}

}   // namespace

class TestNamesakes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }

    void settingsComeFirst() {
        ExperimentConfig half, full;
        half.corruption.labels.fraction = 0.5;
        full.corruption.labels.fraction = 1.0;
        QCOMPARE(told({{&half, "2024-11-26T13:38:01Z", "a-1111"}, {&full, "2024-11-26T13:40:00Z", "a-2222"}}),
                 QStringList({"p 0.5", "p 1"}));
    }

    /// Only those that are alike get more words.
    void thenTheTimeThenTheFolder() {
        ExperimentConfig one, other;
        other.seed = one.seed + 1;
        const std::string seed = std::to_string(one.seed);
        QCOMPARE(told({{&one, "2024-11-26T13:38:01Z", "20241126T133801Z-a-1111"},
                       {&one, "2024-11-26T13:38:30Z", "20241126T133830Z-a-2222"},
                       {&one, "2024-11-26T13:40:00Z", "20241126T134000Z-a-3333"},
                       {&other, "2024-11-26T13:40:00Z", "20241126T134000Z-a-4444"}}),
                 QStringList({QString::fromStdString("seed " + seed + " · 26 Nov 2024, 13:38 · 1111"),
                              QString::fromStdString("seed " + seed + " · 26 Nov 2024, 13:38 · 2222"),
                              QString::fromStdString("seed " + seed + " · 26 Nov 2024, 13:40"),
                              QString::fromStdString("seed " + std::to_string(other.seed))}));
    }

    void copiesOfOneFolderAreCounted() {
        const ExperimentConfig config;
        const Namesake run{&config, "2024-11-26T13:38:01Z", "20241126T133801Z-a-1111"};
        QCOMPARE(told({run, run}), QStringList({"26 Nov 2024, 13:38 · 1111 · no. 1", "26 Nov 2024, 13:38 · 1111 · no. 2"}));
    }

    void unreadableOnesAreToldByTimeOrFolder() {
        QCOMPARE(told({{nullptr, "2024-11-26T13:38:01Z", "x-1111"}, {nullptr, "", "x-2222"}}),
                 QStringList({"26 Nov 2024, 13:38", "2222"}));
        QCOMPARE(told({{nullptr, "2024-13-45T99:99Z", "x-1"}, {nullptr, "2024-11-26T13:38:01+02:00", "x-2"}}),
                 QStringList({"2024-13-45T99:99Z", "2024-11-26T13:38:01+02:00"}));
        QCOMPARE(told({{nullptr, "not a time", "foreign"}}), QStringList({""}));
        QCOMPARE(told({}), QStringList());
    }
};

QTEST_APPLESS_MAIN(TestNamesakes)
#include "test_namesakes.moc"
