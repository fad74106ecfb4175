#include "core/runs/lock_file.h"
#include "core/runs/notes_file.h"
#include "core/support/atomic_file.h"
#include "tests/ui/library/sample_runs.h"
#include "ui/library/run_folder_cache.h"

#include <QDir>
#include <QTest>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

/// Looks once and puts the parts together.
struct Look {
    Look(RunFolderCache& cache, const RunRoots& roots, ReadConfigs readConfigs = ReadConfigs::Yes) {
        const std::atomic<bool> stop{false};
        more = cache.look(roots, readConfigs, stop, [this](RunScan part) {
            ++parts;
            complete |= part.complete;
            for (const RunRow& row : part.read) names << row.name;
            for (const auto& [folder, config] : part.configs) configs << QFileInfo(folder).fileName();
            gone += part.gone;
            for (const auto& [folder, words] : part.suffixes) suffixes.insert(QFileInfo(folder).fileName(), words);
            rows.insert(rows.end(), part.read.begin(), part.read.end());
        });
    }
    int parts = 0;
    bool more = false, complete = false;
    QStringList names, configs, gone;
    QHash<QString, QString> suffixes;
    std::vector<RunRow> rows;
};

}   // namespace

class TestRunFolderCache : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyWhatChangedIsReadAgain() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        writeRun(root, record("b", 2));
        RunFolderCache cache;
        const RunRoots roots{{root.path()}, {}};
        QCOMPARE(Look(cache, roots).names, QStringList({"b", "a"}));
        QVERIFY(Look(cache, roots).names.isEmpty());
        UserNotes notes;
        notes.name = "mine";
        write_user_notes(a.toStdString(), notes);
        QCOMPARE(Look(cache, roots).names, QStringList({"mine"}));
        write_notes(a.toStdString(), "words");
        const Look look(cache, roots);
        QCOMPARE(look.names, QStringList({"mine"}));
        QCOMPARE(look.rows.front().notes, std::string("words"));
        QVERIFY(Look(cache, roots).names.isEmpty());
        cache.forget(a);
        QCOMPARE(Look(cache, roots).names, QStringList({"mine"}));
    }

    void aReplacementOfTheSameLengthIsSeen() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        UserNotes notes;
        notes.name = "one";
        write_user_notes(a.toStdString(), notes);
        RunFolderCache cache;
        const RunRoots roots{{root.path()}, {}};
        QCOMPARE(Look(cache, roots).names, QStringList({"one"}));
        for (const char* name : {"two", "ten", "six", "ate"}) {   // faster than the clock of some file systems
            notes.name = name;
            write_user_notes(a.toStdString(), notes);
            QCOMPARE(Look(cache, roots).names, QStringList({name}));
        }
    }

    void whatIsGoneIsTold() {
        const QTemporaryDir root, other;
        const QString a = writeRun(root, record("a", 1));
        writeRun(other, record("b", 2));
        RunFolderCache cache;
        Look(cache, {{root.path(), other.path()}, {}});
        QVERIFY(QDir(a).removeRecursively());
        QCOMPARE(Look(cache, {{root.path(), other.path()}, {}}).gone, QStringList({a}));
        const Look look(cache, {{root.path()}, {}});   // the other root is not listed any more
        QCOMPARE(look.gone, QStringList({other.filePath("b")}));
        QVERIFY(look.complete);
    }

    void eachFolderIsListedOnce() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        RunFolderCache cache;
        QCOMPARE(Look(cache, {{root.path(), root.path(), ""}, {a, a}}).names, QStringList({"a"}));
    }

    void aBrokenFolderHasItsReason() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        std::ofstream((a + "/run.json").toStdString()) << "{\"format\": 1, \"na";
        QVERIFY(QDir(root.path()).mkdir("holiday"));
        RunFolderCache cache;
        const Look look(cache, {{root.path()}, {}});
        QCOMPARE(look.rows.size(), std::size_t{2});
        for (const RunRow& row : look.rows) {
            QVERIFY(row.run.problem.find("run.json") != std::string::npos);
            QVERIFY(row.text.statuses.contains("can't be read"));
        }
    }

    void configurationsFollowTheSummaries() {
        const QTemporaryDir root;
        writeConfig(writeRun(root, record("a", 1)), ExperimentConfig{});
        writeRun(root, record("b", 2));   // without one
        RunFolderCache cache;
        const RunRoots roots{{root.path()}, {}};
        QVERIFY(Look(cache, roots, ReadConfigs::No).configs.isEmpty());
        const Look look(cache, roots);
        QCOMPARE(look.configs, QStringList({"b", "a"}));
        QVERIFY(!look.more);
        QVERIFY(Look(cache, roots).configs.isEmpty());   // they never change
    }

    void aRunWhoseProcessIsGoneIsToldWithoutAChangeOfItsFile() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1, RunStatus::Running));
        RunFolderCache cache;
        const RunRoots roots{{root.path()}, {}};
        {
            const RunLock lock(a.toStdString());
            QVERIFY(Look(cache, roots).rows.front().isRunning());
            QVERIFY(Look(cache, roots).rows.empty());
        }
        QVERIFY(Look(cache, roots).rows.front().run.record->status == RunStatus::Interrupted);
        QVERIFY(Look(cache, roots).rows.empty());
    }

    /// As when a folder is being copied: run.json is there first.
    void resultsThatComeLaterAreNoticed() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        QFile::remove(a + "/metrics.jsonl");
        RunFolderCache cache;
        const RunRoots roots{{root.path()}, {}};
        const QString before = Look(cache, roots).rows.front().results;
        QVERIFY(Look(cache, roots).rows.empty());
        std::ofstream((a + "/metrics.jsonl").toStdString()) << "{}\n";
        QVERIFY(Look(cache, roots).rows.front().results != before);
        QVERIFY(Look(cache, roots).rows.empty());
    }

    /// The same experiment three times, twice within a minute.
    void runsOfOneNameAreAllToldApart() {
        const QTemporaryDir root;
        const auto put = [&](const QString& folder, int minute) {
            RunRecord again = record("again", minute);
            const QString path = writeRun(root, again);
            QVERIFY(QDir().rename(path, root.filePath(folder)));
        };
        put("20260102T030100Z-again-aaaa", 1);
        put("20260102T030120Z-again-bbbb", 1);
        put("20260102T030500Z-again-cccc", 5);
        RunFolderCache cache;
        const QHash<QString, QString> words = Look(cache, {{root.path()}, {}}).suffixes;
        QCOMPARE(words.size(), 3);
        QVERIFY(words["20260102T030100Z-again-aaaa"].endsWith(" · aaaa"));
        QVERIFY(words["20260102T030120Z-again-bbbb"].endsWith(" · bbbb"));
        QVERIFY(!words["20260102T030500Z-again-cccc"].contains("cccc"));
    }

    void notesThatAreNoTextAreRefusedNotShownWrongly() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        std::ofstream((a + "/notes.md").toStdString(), std::ios::binary) << "\xff\xfe odd";
        RunFolderCache cache;
        const Look look(cache, {{root.path()}, {}});
        QVERIFY(look.rows.front().notes.empty());
        QVERIFY(look.rows.front().notesProblem.find("UTF-8") != std::string::npos);
    }

    void manyRunsComeInPartsTheNewestFirst() {
        const QTemporaryDir root;
        for (int place = 0; place < 200; ++place) writeRun(root, record("run " + std::to_string(1000 + place), 1));
        RunFolderCache cache;
        const Look look(cache, {{root.path()}, {}});
        QVERIFY(look.parts >= 2);
        QCOMPARE(look.names.size(), 200);
        QCOMPARE(look.names.front(), QStringLiteral("run 1199"));
    }

    void itEndsEarlyWhenTold() {
        const QTemporaryDir root;
        writeRun(root, record("a", 1));
        RunFolderCache cache;
        const std::atomic<bool> stop{true};
        int parts = 0;
        QVERIFY(!cache.look({{root.path()}, {}}, ReadConfigs::Yes, stop, [&](const RunScan&) { ++parts; }));
        QCOMPARE(parts, 0);
    }

    void lookingChangesNothing() {
        const QTemporaryDir root;
        const QString a = writeRun(root, record("a", 1));
        const QStringList before = QDir(a).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        const QDateTime time = QFileInfo(a).lastModified();
        RunFolderCache cache;
        Look(cache, {{root.path()}, {}});
        QCOMPARE(QDir(a).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), before);
        QCOMPARE(QFileInfo(a).lastModified(), time);
    }
};

QTEST_APPLESS_MAIN(TestRunFolderCache)
#include "test_run_folder_cache.moc"
