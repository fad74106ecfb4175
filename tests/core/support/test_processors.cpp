#include "core/support/in_parallel.h"
#include "core/support/processors.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <set>

using namespace overfit;

class TestProcessors : public QObject {
    Q_OBJECT

private:
    QTemporaryDir scratch_;
    std::filesystem::path folder_ = scratch_.path().toStdString();

    void write(const std::filesystem::path& name, const char* text) const {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }

    int usable(int allowed) const { return usable_processors(allowed, folder_ / "group", folder_ / "groups"); }

private Q_SLOTS:
    void theLeastShareOfTheGroupsAroundIsTheLimit() {
        QCOMPARE(usable(8), 8);   // no groups
        write("group", "0::/outer/inner\n");
        write("groups/outer/cpu.max", "max 100000\n");
        QCOMPARE(usable(8), 8);
        write("groups/outer/cpu.max", "350000 100000\n");
        QCOMPARE(usable(8), 4);   // rounded up
        QCOMPARE(usable(2), 2);
        write("groups/outer/inner/cpu.max", "20000 100000\n");
        QCOMPARE(usable(8), 1);
        write("groups/outer/inner/cpu.max", "nonsense");
        QCOMPARE(usable(8), 4);
    }

    void noMoreThreadsWorkThanAreAskedFor() {
        for (const int most : {1, 3}) {
            std::mutex mutex;
            std::set<std::thread::id> threads;
            in_parallel(
                200,
                [&](std::size_t) {
                    std::this_thread::sleep_for(std::chrono::microseconds(100));
                    const std::lock_guard lock(mutex);
                    threads.insert(std::this_thread::get_id());
                },
                most);
            QVERIFY(!threads.empty());
            QVERIFY2(std::cmp_less_equal(threads.size(), most), qPrintable(QString::number(threads.size())));
        }
    }
};

QTEST_APPLESS_MAIN(TestProcessors)
#include "test_processors.moc"
