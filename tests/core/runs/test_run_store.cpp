#include "core/runs/lock_file.h"
#include "core/runs/run_store.h"
#include "core/support/error.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>
#include <chrono>

using namespace overfit;

namespace {

std::filesystem::path put_run(const std::filesystem::path& root, const std::string& id, const std::string& name,
                              const std::string& created, RunStatus status = RunStatus::Completed) {
    RunRecord record = samples::whole_record();
    record.id = id;
    record.name = name;
    record.created = created;
    record.status = status;
    samples::put(root / id / "run.json", run_record_to_json(record));
    return root / id;
}

}   // namespace

class TestRunStore : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;

    std::string find_error(const std::string& text) {
        try {
            find_run(text, root_);
        } catch (const UsageError& error) {
            return error.what();
        }
        return "";
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = folder_->path().toStdString();
    }

    void theEnvironmentNamesTheFolder() {
        qputenv("OVERFIT_RUNS_DIR", "/somewhere/else");
        QCOMPARE(default_runs_dir(), std::filesystem::path("/somewhere/else"));
        qunsetenv("OVERFIT_RUNS_DIR");
        qputenv("HOME", "/home/somebody");
        QCOMPARE(default_runs_dir(), std::filesystem::path("/home/somebody/overfit-runs"));
    }

    void anAbsentFolderListsNothing() { QVERIFY(list_runs(root_ / "nowhere").empty()); }

    void listsTheNewestFirst() {
        put_run(root_, "20260101T000000Z-old-0001", "old", "2026-01-01T00:00:00.000Z");
        put_run(root_, "20260301T000000Z-new-0002", "new", "2026-03-01T00:00:00.000Z");
        put_run(root_, "20260201T000000Z-middle-0003", "middle", "2026-02-01T00:00:00.000Z");
        const auto runs = list_runs(root_);
        QCOMPARE(runs.size(), std::size_t{3});
        QCOMPARE(runs[0].shown_name(), std::string("new"));
        QCOMPARE(runs[2].shown_name(), std::string("old"));
    }

    void aBrokenOrForeignFolderTellsItsReasonAndHidesNothing() {
        put_run(root_, "20260101T000000Z-good-0001", "good", "2026-01-01T00:00:00.000Z");
        samples::put(root_ / "20260102T000000Z-cut-0002" / "run.json", "{\"format\": 1, \"na");
        samples::put(root_ / "holiday" / "picture.txt", "sun");
        std::string newer = run_record_to_json(samples::whole_record());
        newer.replace(newer.find("\"format\": 1"), 11, "\"format\": 9");
        samples::put(root_ / "20260103T000000Z-newer-0003" / "run.json", newer);
        samples::put(root_ / "a file.txt", "no folder");
        const auto runs = list_runs(root_);
        QCOMPARE(runs.size(), std::size_t{4});
        int readable = 0;
        for (const RunListing& run : runs) {
            QCOMPARE(run.problem.empty(), run.record.has_value());
            readable += run.record ? 1 : 0;
        }
        QCOMPARE(readable, 1);
        QVERIFY(read_run(root_ / "holiday").problem.find("not a run folder") != std::string::npos);
        QVERIFY(read_run(root_ / "20260103T000000Z-newer-0003").problem.find("newer Overfit Workbench") !=
                std::string::npos);
    }

    void aRunWithoutAWriterIsInterrupted() {
        const auto run = put_run(root_, "a-0001", "a", "2026-01-01T00:00:00.000Z", RunStatus::Running);
        QVERIFY(read_run(run).record->status == RunStatus::Interrupted);
        const RunLock lock(run);
        QVERIFY(read_run(run).record->status == RunStatus::Running);
    }

    void theUsersNameIsShown() {
        const auto run = put_run(root_, "a-0001", "a", "2026-01-01T00:00:00.000Z");
        write_user_notes(run, {.name = "mine", .tags = {}, .colour = "", .starred = true, .archived = false});
        QCOMPARE(read_run(run).shown_name(), std::string("mine"));
        samples::put(run / "user.json", "{");
        QCOMPARE(read_run(run).shown_name(), std::string("a"));
        QVERIFY(read_run(run).problem.empty());
    }

    void findsByPathIdPartAndName() {
        const auto run = put_run(root_, "20260101T000000Z-true-labels-12ab", "true labels", "2026-01-01T00:00:00.000Z");
        put_run(root_, "20260201T000000Z-random-labels-34cd", "random labels", "2026-02-01T00:00:00.000Z");
        for (const std::string& text : {run.string(), run.filename().string(), std::string("20260101"), std::string("12ab"),
                                        std::string("true labels")}) {
            QCOMPARE(find_run(text, root_), run);
        }
    }

    void aUniquePartOfANameOrIdIsEnough() {
        const auto run =
            put_run(root_, "20260101T000000Z-true-labels-12ab", "True labels, seed 3", "2026-01-01T00:00:00.000Z");
        const auto other =
            put_run(root_, "20260201T000000Z-random-labels-34cd", "random labels", "2026-02-01T00:00:00.000Z");
        QCOMPARE(find_run("seed 3", root_), run);
        QCOMPARE(find_run("true", root_), run);
        QCOMPARE(find_run("om-lab", root_), other);
        QVERIFY(find_error("labels").find("found 2") != std::string::npos);
        QVERIFY(find_error("labels").find("20260201T000000Z-random-labels-34cd") != std::string::npos);
    }

    void anEndOfAnIdGoesBeforeAPartOfAnother() {
        const auto run = put_run(root_, "20260101T000000Z-a-12ab", "a", "2026-01-01T00:00:00.000Z");
        put_run(root_, "20260201T000000Z-12ab-again-34cd", "12ab again", "2026-02-01T00:00:00.000Z");
        QCOMPARE(find_run("12ab", root_), run);
    }

    void anAmbiguousNameListsTheCandidates() {
        put_run(root_, "20260101T000000Z-a-12ab", "same", "2026-01-01T00:00:00.000Z");
        put_run(root_, "20260101T000001Z-b-34cd", "same", "2026-02-01T00:00:00.000Z");
        for (const char* text : {"same", "20260101"}) {
            const std::string error = find_error(text);
            QVERIFY2(error.find("found 2") != std::string::npos, error.c_str());
            QVERIFY2(error.find("20260101T000000Z-a-12ab") != std::string::npos, error.c_str());
        }
    }

    void anUnknownNameTellsTheNearest() {
        put_run(root_, "20260101T000000Z-a-12ab", "random labels", "2026-01-01T00:00:00.000Z");
        const std::string error = find_error("randm labels");
        QVERIFY2(error.find("the nearest is random labels") != std::string::npos, error.c_str());
        QVERIFY(find_error("").find("found none") != std::string::npos);
    }

    void lookingChangesNothing() {
        const auto run = put_run(root_, "a-0001", "a", "2026-01-01T00:00:00.000Z", RunStatus::Running);
        samples::put(run / "lock", "{\"host\":\"elsewhere\"}");
        samples::put(run / "metrics.jsonl", "{\"kind\":\"ep");
        const auto before = samples::fingerprint(root_);
        list_runs(root_);
        read_run(run);
        read_metrics(run);
        find_run("a", root_);
        QVERIFY(samples::fingerprint(root_) == before);
    }

    void aCopyReadsTheSame() {
        const auto run = put_run(root_, "a-0001", "a", "2026-01-01T00:00:00.000Z");
        std::filesystem::create_directories(root_ / "sub");
        std::filesystem::copy(run, root_ / "sub" / "renamed", std::filesystem::copy_options::recursive);
        const RunListing copy = read_run(root_ / "sub" / "renamed");
        QCOMPARE(run_record_to_json(*copy.record), run_record_to_json(*read_run(run).record));
    }

    void aThousandFoldersAreListedQuickly() {
        for (int i = 0; i < 1000; ++i) {
            put_run(root_, "run-" + std::to_string(i), "run", "2026-01-01T00:00:00." + std::to_string(100 + i) + "Z");
        }
        const auto start = std::chrono::steady_clock::now();
        QCOMPARE(list_runs(root_).size(), std::size_t{1000});
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
        qInfo("1,000 folders in %.0f ms", took.count());
        // No timing, but a bound that reading every curve would miss.
        QVERIFY2(took.count() < 30'000.0, "listing 1,000 folders took as long as reading their curves");
    }
};

QTEST_APPLESS_MAIN(TestRunStore)
#include "test_run_store.moc"
