#include "core/runs/lock_file.h"
#include "core/runs/this_process.h"
#include "core/runs/utc_time.h"
#include "core/support/error.h"
#include "tests/core/runs/run_samples.h"

#include <QtTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace overfit;

namespace {

std::string lock_of(const std::string& host, std::int64_t pid, const std::string& boot, std::uint64_t start,
                    double heartbeat) {
    return "{\"host\":\"" + host + "\",\"pid\":" + std::to_string(pid) + ",\"boot_id\":\"" + boot +
           "\",\"process_start\":" + std::to_string(start) +
           ",\"started\":1,\"heartbeat\":" + std::to_string(static_cast<std::int64_t>(heartbeat)) + "}\n";
}

double now() { return unix_seconds(std::chrono::system_clock::now()); }

}   // namespace

class TestLockFile : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path run_;

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        run_ = folder_->path().toStdString();
    }

    void namesItsHolder() {
        const RunLock lock(run_);
        const auto holder = lock_holder(run_);
        QVERIFY(holder.has_value());
        QCOMPARE(holder->host, host_name());
        QCOMPARE(holder->pid, std::int64_t{::getpid()});
        QCOMPARE(holder->process_start, process_start_time(::getpid()));
        QVERIFY(std::abs(holder->heartbeat - now()) < 5.0);
    }

    void isGoneAtTheEnd() {
        { const RunLock lock(run_); }
        QVERIFY(!std::filesystem::exists(run_ / "lock"));
        QVERIFY(!lock_holder(run_));
    }

    void aSecondOneIsRefusedByName() {
        const RunLock lock(run_);
        try {
            const RunLock second(run_);
            QFAIL("two writers");
        } catch (const UsageError& error) {
            QVERIFY2(std::string(error.what()).find(std::to_string(::getpid())) != std::string::npos, error.what());
        }
        QVERIFY(lock_holder(run_).has_value());
    }

    void aKilledProcessLeavesNoHolder() {
        int ready[2];
        QVERIFY(::pipe(ready) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const RunLock lock(run_);
            [[maybe_unused]] const auto told = ::write(ready[1], "x", 1);
            ::pause();
            ::_exit(0);
        }
        char byte = 0;
        QVERIFY(::read(ready[0], &byte, 1) == 1);
        QCOMPARE(lock_holder(run_)->pid, std::int64_t{child});
        QVERIFY_EXCEPTION_THROWN(RunLock{run_}, UsageError);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(std::filesystem::exists(run_ / "lock"));
        QVERIFY(!lock_holder(run_));
        const RunLock taken_over(run_);
        QCOMPARE(lock_holder(run_)->pid, std::int64_t{::getpid()});
    }

    void aPidGivenToAnotherProcessIsNoHolder() {
        samples::put(run_ / "lock", lock_of(host_name(), ::getpid(), boot_id(), process_start_time(::getpid()) + 1, now()));
        QVERIFY(!lock_holder(run_));
    }

    void anotherHostHoldsItWhileItsHeartIsBeating() {
        samples::put(run_ / "lock", lock_of("elsewhere", 1, "b", 1, now() - 30));
        QVERIFY(lock_holder(run_).has_value());
        QVERIFY_EXCEPTION_THROWN(RunLock{run_}, UsageError);
        samples::put(run_ / "lock", lock_of("elsewhere", 1, "b", 1, now() - 90));
        QVERIFY(!lock_holder(run_));
        const RunLock taken_over(run_);
    }

    void aCopyOfARunningFolderIsNotRunning() {
        const RunLock lock(run_);
        const QTemporaryDir other;
        std::filesystem::copy_file(run_ / "lock", std::filesystem::path(other.path().toStdString()) / "lock");
        QVERIFY(!lock_holder(other.path().toStdString()));
    }

    void aDamagedLockOfNobodyIsTakenOver() {
        for (const char* content : {"", "{", "nonsense", "{\"host\":1}"}) {
            samples::put(run_ / "lock", content);
            QVERIFY(!lock_holder(run_));
            const RunLock lock(run_);
            QCOMPARE(lock_holder(run_)->pid, std::int64_t{::getpid()});
        }
    }

    void aHeartbeatKeepsTheSize() {
        RunLock lock(run_);
        const auto size = std::filesystem::file_size(run_ / "lock");
        lock.refresh();
        QCOMPARE(std::filesystem::file_size(run_ / "lock"), size);
        QVERIFY(lock_holder(run_).has_value());
    }

    void lookingDoesNotTouchIt() {
        const RunLock lock(run_);
        const auto before = samples::fingerprint(run_);
        for (int i = 0; i < 10; ++i) QVERIFY(lock_holder(run_).has_value());
        QVERIFY(samples::fingerprint(run_) == before);
    }
};

QTEST_APPLESS_MAIN(TestLockFile)
#include "test_lock_file.moc"
