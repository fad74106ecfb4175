#include "core/runs/run_record.h"
#include "core/support/error.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>
#include <cmath>

using namespace overfit;

namespace {

std::string error_of(const std::string& json) {
    try {
        parse_run_record(json, "runs/a/run.json");
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

std::string with(std::string json, const std::string& old_text, const std::string& new_text) {
    const std::size_t place = json.find(old_text);
    return place == std::string::npos ? std::string() : json.replace(place, old_text.size(), new_text);
}

}   // namespace

class TestRunRecord : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsBackEveryKey() {
        const RunRecord written = samples::whole_record();
        const std::string json = run_record_to_json(written);
        const RunRecord read = parse_run_record(json, "run.json");
        QCOMPARE(run_record_to_json(read), json);
        QCOMPARE(read.id, written.id);
        QVERIFY(read.status == RunStatus::Fitted);
        QCOMPARE(read.seeds->augmentation, std::uint64_t{18446744073709551615ULL});
        QVERIFY(read.audit->findings == written.audit->findings);
        QVERIFY(std::isnan(read.final_metrics->train_loss.value()));
        QVERIFY(!read.final_metrics->validation_loss);
        QCOMPARE(read.best->metric, std::string("test_accuracy"));
        QVERIFY(read.best->selected_on_test);
        QCOMPARE(read.fitted->step, std::int64_t{4000});
    }

    void writesNullForWhatDoesNotApply() {
        RunRecord record;
        record.id = record.name = "a";
        record.created = "2026-01-31T12:34:56.000Z";
        const std::string json = run_record_to_json(record);
        for (const char* key :
             {"finished", "seeds", "parent", "data", "model", "audit", "final", "best", "fitted", "error"}) {
            QVERIFY2(json.find("\"" + std::string(key) + "\": null") != std::string::npos, key);
        }
        QVERIFY(!parse_run_record(json, "run.json").data);
        QVERIFY(json.find("\"status\": \"running\"") != std::string::npos);
    }

    void aNewerFormatIsRefusedByName() {
        const std::string error =
            error_of(with(run_record_to_json(samples::whole_record()), "\"format\": 1", "\"format\": 2"));
        QVERIFY2(error.find("format: expected at most 1, found 2") != std::string::npos, error.c_str());
        QVERIFY2(error.find("newer Overfit Workbench") != std::string::npos, error.c_str());
    }

    void aWrongValueIsNamedWithItsKey_data() {
        QTest::addColumn<QString>("old_text");
        QTest::addColumn<QString>("new_text");
        QTest::addColumn<QString>("message");
        QTest::newRow("type") << "\"name\": \"random labels\""
                              << "\"name\": 7"
                              << "run.json: name: expected a text, found 7";
        QTest::newRow("status") << "\"fitted\""
                                << "\"happy\""
                                << "status: expected running, completed";
        QTest::newRow("interrupted is never written") << "\"fitted\""
                                                      << "\"interrupted\""
                                                      << "status: expected running, completed";
        QTest::newRow("negative") << "\"pid\": 4711"
                                  << "\"pid\": -1"
                                  << "pid: expected a whole number from 0, found -1";
        QTest::newRow("fraction") << "\"pid\": 4711"
                                  << "\"pid\": 1.5"
                                  << "pid: expected a whole number from 0, found 1.5";
        QTest::newRow("nested") << "\"classes\": 10"
                                << "\"classes\": \"ten\""
                                << "data.classes: expected a whole number";
        QTest::newRow("level") << "\"level\": \"error\""
                               << "\"level\": \"bad\""
                               << "audit.findings[1].level: expected error, warning";
        QTest::newRow("missing") << "\"created\""
                                 << "\"made\""
                                 << "created: expected a value, found no such key";
        QTest::newRow("twice") << "\"host\""
                               << "\"name\""
                               << "expected each key once, found \"name\" twice";
        QTest::newRow("no JSON") << "\"format\": 1,"
                                 << "\"format\": 1"
                                 << "expected JSON, found something else at byte";
    }
    void aWrongValueIsNamedWithItsKey() {
        QFETCH(QString, old_text);
        QFETCH(QString, new_text);
        QFETCH(QString, message);
        const std::string json =
            with(run_record_to_json(samples::whole_record()), old_text.toStdString(), new_text.toStdString());
        QVERIFY(!json.empty());
        const std::string error = error_of(json);
        QVERIFY2(error.find(message.toStdString()) != std::string::npos, error.c_str());
        QVERIFY2(error.starts_with("runs/a/run.json: "), error.c_str());
    }

    void everyPrefixIsAClearError() {
        std::string json = run_record_to_json(samples::whole_record());
        json.pop_back();   // the newline
        for (std::size_t cut = 0; cut < json.size(); ++cut) QVERIFY(!error_of(json.substr(0, cut)).empty());
    }

    void anyFlippedByteEndsWell() {
        std::mt19937 random(11);
        const std::string json = run_record_to_json(samples::whole_record());
        int refused = 0;
        for (int round = 0; round < 3000; ++round) refused += error_of(samples::damaged(json, random)).empty() ? 0 : 1;
        QVERIFY(refused > 1000);   // a changed letter of a name is no mistake that anyone could see
    }

    void aNameThatIsNoUtf8IsWrittenAllTheSame() {
        RunRecord record = samples::whole_record();
        record.name = "caf\xe9";
        QVERIFY(parse_run_record(run_record_to_json(record), "run.json").name.starts_with("caf"));
    }

    void endlessNestingIsRefused() {
        QVERIFY(error_of("{\"a\":" + std::string(100000, '[')).find("64 nested levels") != std::string::npos);
    }

    void userNotesAreKept() {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        QVERIFY(read_user_notes(run).name.empty());
        write_user_notes(
            run, {.name = "the good one", .tags = {"p=1", "mlp"}, .colour = "#0072b2", .starred = true, .archived = false});
        const UserNotes notes = read_user_notes(run);
        QCOMPARE(notes.name, std::string("the good one"));
        QCOMPARE(notes.tags, (std::vector<std::string>{"p=1", "mlp"}));
        QCOMPARE(notes.colour, std::string("#0072b2"));
        QVERIFY(notes.starred && !notes.archived);
    }

    void userNotesKeepWhatTheyDoNotKnow() {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        samples::put(run / "user.json", "{\"annotations\": [{\"epoch\": 3}], \"star\": true}");
        UserNotes notes = read_user_notes(run);
        notes.archived = true;
        write_user_notes(run, notes);
        QVERIFY(samples::content_of(run / "user.json").find("\"epoch\": 3") != std::string::npos);
        QVERIFY(read_user_notes(run).starred);
    }

    void damagedUserNotesAreNotOverwritten() {
        const QTemporaryDir folder;
        const std::filesystem::path run = folder.path().toStdString();
        samples::put(run / "user.json", "{\"name\": \"my wor");
        QVERIFY_EXCEPTION_THROWN(write_user_notes(run, {}), Error);
        QCOMPARE(samples::content_of(run / "user.json"), std::string("{\"name\": \"my wor"));
    }
};

QTEST_APPLESS_MAIN(TestRunRecord)
#include "test_run_record.moc"
