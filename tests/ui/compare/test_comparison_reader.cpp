#include "tests/ui/compare/compared_folders.h"
#include "ui/compare/comparison_reader.h"

#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <stdexcept>

using namespace overfit;
using namespace overfit::ui;

namespace {

constexpr int patience = 10'000;   // ms

/// What a reader answers, in its order.
class Answers {
public:
    explicit Answers(ComparisonReader& reader) {
        QObject::connect(&reader, &ComparisonReader::ready, &reader,
                         [this](const std::shared_ptr<const ComparedRuns>& compared) { all.push_back(compared); });
    }
    std::vector<std::shared_ptr<const ComparedRuns>> all;
};

}   // namespace

class TestComparisonReader : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> root_;

private Q_SLOTS:
    void init() { root_ = std::make_unique<QTemporaryDir>(); }

    void meansComeWithTheAnswer() {
        ComparisonReader reader;
        Answers answers(reader);
        reader.request({.runs = fiveShownRuns(*root_), .choice = {}});
        QTRY_COMPARE_WITH_TIMEOUT(answers.all.size(), std::size_t{1}, patience);
        const ComparedRuns& compared = *answers.all.front();
        QCOMPARE(compared.comparison->groups.size(), std::size_t{2});
        QCOMPARE(compared.charts.size(), std::size_t{1});
        QVERIFY(compared.charts.front().lines.front().band.has_value());
        QVERIFY(compared.recorded.contains(MetricQuantity::Test));
        QVERIFY(compared.problem.isEmpty());
    }

    void aFaultOfAnyKindIsAnAnswerAndTheNextRequestIsRead() {
        std::atomic<bool> broken = true;
        ComparisonReader reader(nullptr, [&broken](const std::filesystem::path& folder) {
            if (broken) throw std::length_error("a fault that is no Error");
            return read_compared_run(folder);
        });
        Answers answers(reader);
        const auto runs = fiveShownRuns(*root_);
        reader.request({.runs = runs, .choice = {}});
        QTRY_COMPARE_WITH_TIMEOUT(answers.all.size(), std::size_t{1}, patience);
        QVERIFY(!answers.all.front()->comparison);
        QCOMPARE(answers.all.front()->problem, QStringLiteral("a fault that is no Error"));
        QVERIFY(!reader.isReading());
        broken = false;
        reader.request({.runs = runs, .choice = {}});
        QTRY_COMPARE_WITH_TIMEOUT(answers.all.size(), std::size_t{2}, patience);
        QVERIFY(answers.all.back()->comparison);
    }

    void onlyTheLastOfSeveralRequestsIsAnswered() {
        ComparisonReader reader;
        Answers answers(reader);
        const auto runs = fiveShownRuns(*root_);
        ComparisonChoice grid;
        grid.layout = ComparisonChoice::Layout::Grid;
        for (int i = 0; i < 5; ++i) reader.request({.runs = runs, .choice = {}});
        reader.request({.runs = runs, .choice = grid});
        QTRY_VERIFY_WITH_TIMEOUT(!answers.all.empty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(!reader.isReading(), patience);
        QCOMPARE(answers.all.size(), std::size_t{1});
        QCOMPARE(answers.all.front()->charts.size(), std::size_t{2});
    }

    void foldersAreReadAgainOnlyWhenAsked() {
        std::atomic<int> reads = 0;
        ComparisonReader reader(nullptr, [&reads](const std::filesystem::path& folder) {
            ++reads;
            return read_compared_run(folder);
        });
        Answers answers(reader);
        const auto runs = fiveShownRuns(*root_);
        reader.request({.runs = runs, .choice = {}});
        QTRY_COMPARE_WITH_TIMEOUT(answers.all.size(), std::size_t{1}, patience);
        QVERIFY(QFile::remove(runs[0].id + QStringLiteral("/run.json")));
        reader.request({.runs = runs, .choice = {}});
        QTRY_COMPARE_WITH_TIMEOUT(answers.all.size(), std::size_t{2}, patience);
        QCOMPARE(reads.load(), 5);
        reader.request({.runs = runs, .choice = {}, .reread = true});
        QTRY_COMPARE_WITH_TIMEOUT(answers.all.size(), std::size_t{3}, patience);
        QCOMPARE(reads.load(), 6);   // the one that changed
    }

    void itEndsInTheMidstOfReading() {
        const auto runs = fiveShownRuns(*root_);
        for (int time = 0; time < 20; ++time) ComparisonReader().request({.runs = runs, .choice = {}});
    }
};

QTEST_GUILESS_MAIN(TestComparisonReader)
#include "test_comparison_reader.moc"
