#include "core/runs/notes_file.h"
#include "core/runs/run_record.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>

using namespace overfit;

class TestNotesFile : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path run_;

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        run_ = folder_->path().toStdString();
    }

    void noFileIsNoText() { QCOMPARE(read_notes(run_), std::string()); }

    void theTextComesBackByteForByte() {
        const std::string text = "# Größe\n\nseed 3 looks odd\r\n\ttab\n";
        write_notes(run_, text);
        QCOMPARE(read_notes(run_), text);
        QCOMPARE(read_file(run_ / "notes.md"), text);
    }

    void anEmptyTextTakesTheFileAway() {
        write_notes(run_, "something");
        write_notes(run_, "");
        QVERIFY(!std::filesystem::exists(run_ / "notes.md"));
        write_notes(run_, "");   // nothing there: nothing to do
    }

    void tooLongATextIsRefusedAndTheEarlierOneStays() {
        write_notes(run_, "precious");
        QVERIFY_EXCEPTION_THROWN(write_notes(run_, std::string((std::size_t{1} << 20) + 1, 'x')), Error);
        QCOMPARE(read_notes(run_), std::string("precious"));
    }

    void aFolderThatIsGoneIsAnErrorWithItsPath() {
        try {
            write_notes(run_ / "gone", "text");
            QFAIL("wrote into nothing");
        } catch (const Error& error) {
            QVERIFY(std::string(error.what()).find("gone/notes.md") != std::string::npos);
        }
    }

    void unknownKeysOfTheUsersFileStay() {
        samples::put(run_ / "user.json", R"({"annotations": [{"epoch": 3, "text": "here"}], "name": "old", "order": 7})");
        UserNotes notes = read_user_notes(run_);
        notes.tags = {"paper"};
        notes.starred = true;
        write_user_notes(run_, notes);
        const std::string text = read_file(run_ / "user.json");
        for (const char* kept : {"\"annotations\"", "\"here\"", "\"order\": 7", "\"name\": \"old\"", "\"paper\""}) {
            QVERIFY2(text.find(kept) != std::string::npos, text.c_str());
        }
        QVERIFY(read_user_notes(run_).starred);
    }

    void aDamagedUsersFileIsNotOverwritten() {
        samples::put(run_ / "user.json", "{\"name\": ");
        UserNotes notes;
        notes.name = "new";
        QVERIFY_EXCEPTION_THROWN(write_user_notes(run_, notes), Error);
        QCOMPARE(read_file(run_ / "user.json"), std::string("{\"name\": "));
    }
};

QTEST_APPLESS_MAIN(TestNotesFile)
#include "test_notes_file.moc"
