#include "core/support/memory_limit.h"

#include <QTest>
#include <sys/resource.h>
#include <unistd.h>

using namespace overfit;

class TestMemoryLimit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheMachinesAtMost() {
        const auto machine =
            static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGE_SIZE));
        QVERIFY(memory_limit() > 0);
        QVERIFY(memory_limit() <= machine);
    }

    void whatTheShellAllowsCounts() {
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_DATA, &before), 0);
        const rlimit less{.rlim_cur = 300'000'000, .rlim_max = before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_DATA, &less), 0);
        const std::uint64_t found = memory_limit();
        ::setrlimit(RLIMIT_DATA, &before);
        QCOMPARE(found, std::uint64_t{300'000'000});
    }
};

QTEST_APPLESS_MAIN(TestMemoryLimit)
#include "test_memory_limit.moc"
