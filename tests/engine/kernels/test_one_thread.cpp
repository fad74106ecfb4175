// What takes one thread of LibTorch's, and what does not.

#include "core/engine/kernels/one_thread.h"

#include <ATen/Parallel.h>

#include <QTest>
#include <set>
#include <stdexcept>
#include <thread>

using namespace overfit;

namespace {

/// How many threads share work that is large enough for all.
std::size_t threads_that_work() {
    constexpr std::int64_t pieces = 1'000;
    std::vector<int> worker(pieces);
    at::parallel_for(0, pieces, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t piece = begin; piece < end; ++piece)
            worker[static_cast<std::size_t>(piece)] = at::get_thread_num();
    });
    return std::set<int>(worker.begin(), worker.end()).size();
}

}   // namespace

class TestOneThread : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { at::set_num_threads(3); }

    void oneThreadWorksWithinAndAllDoAfterwards() {
        QCOMPARE(threads_that_work(), std::size_t{3});
        {
            const OnOneThread one_thread;
            QCOMPARE(threads_that_work(), std::size_t{1});
            {
                const OnOneThread within;
                QCOMPARE(at::get_num_threads(), 1);
            }
            QCOMPARE(at::get_num_threads(), 1);   // the inner one has given back what it found
        }
        QCOMPARE(threads_that_work(), std::size_t{3});
    }

    void anExceptionGivesThemBack() {
        try {
            const OnOneThread one_thread;
            throw std::runtime_error("on the way");
        } catch (const std::runtime_error&) {
            QCOMPARE(at::get_num_threads(), 3);
        }
    }

    /// LibTorch sets a new thread's counts at its first work, which must not undo this.
    void aNewThreadHasOneToo() {
        std::size_t worked = 0;
        int library = 0;
        std::jthread([&] {
            const OnOneThread one_thread;
            torch::ones({1'000'000}).sum();
            worked = threads_that_work();
            library = at::get_num_threads();
        }).join();
        QCOMPARE(worked, std::size_t{1});
        QCOMPARE(library, 1);
    }

    void otherThreadsKeepTheirs() {
        const OnOneThread one_thread;
        std::size_t worked = 0;
        std::jthread([&] { worked = threads_that_work(); }).join();
        QCOMPARE(worked, std::size_t{3});
    }
};

QTEST_APPLESS_MAIN(TestOneThread)
#include "test_one_thread.moc"
