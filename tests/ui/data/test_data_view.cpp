// The data view as a person uses it, against a web server that misbehaves.

#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "tests/core/fetch/hostile_server.h"
#include "tests/core/fetch/made_source.h"
#include "ui/data/data_view.h"
#include "ui/data/dataset_table_model.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <atomic>

using namespace overfit;
using namespace overfit::ui;
using namespace fetch_tests;
using namespace std::chrono_literals;

namespace {

const QStringList files{"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
                        "t10k-labels-idx1-ubyte.gz"};

}   // namespace

class TestDataView : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<HostileServer> server_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<DataView> view_;
    QString manner_;
    std::atomic<int> fetches_ = 0;
    const QByteArray content_ = data_files::counting(50'000, 253);

    /// A set of four small files with the names of MNIST's, from the hostile server.
    FetchResult fetch(std::string_view name, std::span<const std::filesystem::path> roots, FetchOptions options,
                      FetchObserver& observer, const std::stop_token& stop) {
        ++fetches_;
        MadeSource source(server_->url(manner_), name == "mnist" ? "MNIST/raw" : "KMNIST/raw");
        for (const QString& file : files) source.add(file.toStdString(), content_);
        options.limits = {.stall = 1s, .attempts = 2, .pause = 1ms};
        return fetch_source(name, *source, roots.front(), options, observer, stop);
    }

    void open() {
        view_ = std::make_unique<DataView>([this](auto&&... all) { return fetch(all...); });
        view_->setDataRoots({root().toStdString()});
        view_->resize(700, 640);
        view_->show();
        QApplication::setActiveWindow(view_.get());
        QTRY_VERIFY(!stateOf("MNIST").isEmpty());
    }

    QString root() const { return folder_->path() + "/root"; }
    template <typename Widget>
    Widget* find(const char* name) const {
        return view_->findChild<Widget*>(QLatin1String(name));
    }
    QTableView* table() const { return find<QTableView>("datasets"); }
    QString problem() const { return find<QLabel>("problem")->text().remove(QChar(0x200b)); }
    QString outcome() const { return find<QLabel>("outcome")->text().remove(QChar(0x200b)); }
    QString where() const { return find<QLabel>("where")->text().remove(QChar(0x200b)); }

    QModelIndex rowOf(const QString& title) const {
        const QAbstractItemModel& model = *table()->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data().toString() == title) return model.index(row, 0);
        }
        return {};
    }
    QString stateOf(const QString& title) const {
        const QModelIndex index = rowOf(title);
        return index.siblingAtColumn(DatasetTableModel::State).data().toString();
    }
    void choose(const QString& title) {
        table()->scrollTo(rowOf(title));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(rowOf(title)).center());
    }
    void click(const char* name) {
        auto* button = find<QPushButton>(name);
        QVERIFY2(button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QStringList filesOfRoot() const {
        QStringList names;
        QDirIterator each(root(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (each.hasNext()) names << QDir(root()).relativeFilePath(each.next());
        names.sort();
        return names;
    }
    bool idle() const { return !view_->isBusy(); }

private Q_SLOTS:
    void init() {
        server_ = std::make_unique<HostileServer>();
        if (!server_->runs()) QSKIP("python3 is not here");
        for (const QString& file : files) server_->put(file, content_);
        folder_ = std::make_unique<QTemporaryDir>();
        manner_ = "good";
        fetches_ = 0;
        open();
    }
    void cleanup() { view_.reset(); }

    void everySetIsThereWithItsFacts() {
        QCOMPARE(table()->model()->rowCount(), static_cast<int>(dataset_facts().size()));
        QStringList cells;
        for (int column = 0; column < DatasetTableModel::columnCountOfAll; ++column) {
            cells << rowOf("CIFAR-10").siblingAtColumn(column).data().toString();
        }
        QCOMPARE(cells, (QStringList{"CIFAR-10", "missing", "170.1 MB", "50,000 + 10,000", "32 x 32, colour", "10"}));
        choose("Fashion-MNIST");
        QCOMPARE(find<QLabel>("licence")->text(), QString("MIT"));
        choose("Synthetic");
        QCOMPARE(stateOf("Synthetic"), QString("built in"));
        QVERIFY(!find<QPushButton>("fetch")->isVisible() && !find<QLineEdit>("from")->isVisible());
        QVERIFY(!find<QPushButton>("verify")->isEnabled());
        choose("MNIST");
        QVERIFY2(where().contains("goes into " + root() + "/MNIST/raw"), qPrintable(where()));
        QCOMPARE(fetches_, 0);   // looking starts nothing
    }

    void aDownloadTellsHowFarItIsAndPutsTheSetInPlace() {
        manner_ = "slow";
        QSignalSpy changed(view_.get(), &DataView::dataChanged);
        choose("MNIST");
        click("fetch");
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("progress")->text().contains("train-images-idx3-ubyte.gz (1 of 4) · "),
                                 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("progress")->text().contains(" kB/s"), 10'000);
        QVERIFY(view_->findChild<QProgressBar*>()->isVisible());
        QVERIFY(stateOf("MNIST").startsWith("fetching "));
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("MNIST"), QString("there"), 20'000);
        QVERIFY(outcome().endsWith("MNIST is in " + root() + "/MNIST/raw"));
        QCOMPARE(where(), root() + "/MNIST/raw");
        QCOMPARE(find<QPushButton>("fetch")->text(), QString("&Download again"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(filesOfRoot().size(), 4);   // nothing half, no folder for parts
    }

    void aCancelledDownloadKeepsItsPartAndGoesOnFromThere() {
        manner_ = "slow";
        choose("MNIST");
        click("fetch");
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("progress")->text().contains(" of 50"), 10'000);
        click("cancel");
        QTRY_VERIFY_WITH_TIMEOUT(idle(), 10'000);
        QVERIFY2(outcome().contains("kept; Resume goes on"), qPrintable(outcome()));
        QTRY_VERIFY(stateOf("MNIST").endsWith(" kept"));
        for (const QString& file : filesOfRoot()) QVERIFY2(file.startsWith(".downloads/"), qPrintable(file));
        open();   // as after a restart
        choose("MNIST");
        QCOMPARE(find<QPushButton>("fetch")->text(), QString("&Resume"));
        manner_ = "good";
        click("fetch");
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("MNIST"), QString("there"), 10'000);
        QCOMPARE(read_file((root() + "/MNIST/raw/" + files[0]).toStdString()), content_.toStdString());
        QCOMPARE(filesOfRoot().size(), 4);
    }

    void aBreakIsToldInLineAndCanBeResumed() {
        manner_ = "cut";
        choose("MNIST");
        click("fetch");
        QTRY_VERIFY_WITH_TIMEOUT(!problem().isEmpty(), 20'000);
        QVERIFY(find<QLabel>("problem")->isVisible());
        QVERIFY2(problem().contains("name another source: From, an address or a file"), qPrintable(problem()));
        QVERIFY2(outcome().contains("trying again"), qPrintable(outcome()));   // what happened on the way
        QTRY_COMPARE(find<QPushButton>("fetch")->text(), QString("&Resume"));
        manner_ = "good";
        click("fetch");
        QVERIFY(problem().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("MNIST"), QString("there"), 10'000);
    }

    void wrongBytesAreRefusedAndLeaveNothing() {
        manner_ = "wrong";
        choose("MNIST");
        click("fetch");
        QTRY_VERIFY_WITH_TIMEOUT(problem().contains("wrong bytes: expected sha256"), 10'000);
        QCOMPARE(filesOfRoot(), QStringList());
        QTRY_COMPARE(stateOf("MNIST"), QString("missing"));
        QCOMPARE(find<QPushButton>("fetch")->text(), QString("&Download"));
    }

    void severalAreFetchedOneAfterAnother() {
        manner_ = "slow";
        choose("MNIST");
        click("fetch");
        choose("KMNIST");
        click("fetch");
        QCOMPARE(stateOf("KMNIST"), QString("waits"));
        QCOMPARE(view_->fetching(), QString("MNIST, KMNIST"));
        QVERIFY(find<QLabel>("progress")->text().contains("waits"));
        choose("EMNIST digits");
        click("fetch");
        click("cancel");   // it only waited
        QCOMPARE(view_->fetching(), QString("MNIST, KMNIST"));
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("MNIST"), QString("there"), 20'000);
        QTRY_COMPARE(fetches_, 2);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("KMNIST"), QString("there"), 20'000);
        QVERIFY(idle());
    }

    void aFolderOnThisComputerIsTakenInstead() {
        for (const QString& file : files) data_files::write((folder_->path() + "/mirror/" + file).toStdString(), content_);
        manner_ = "gone";
        choose("MNIST");
        auto* from = find<QLineEdit>("from");
        QTest::mouseClick(from, Qt::LeftButton);
        QTest::keyClicks(from, folder_->path() + "/nowhere");
        QTest::keyClick(from, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(problem().contains("/nowhere: expected a file, found none"), 10'000);
        from->selectAll();
        QTest::keyClicks(from, folder_->path() + "/mirror");
        QTest::keyClick(from, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("MNIST"), QString("there"), 10'000);
        choose("KMNIST");
        QVERIFY(from->text().isEmpty());   // a mirror is of one set
    }

    void verifyHashesAgainAndTellsWhatIsWrong() {
        choose("MNIST");
        QVERIFY(!find<QPushButton>("verify")->isEnabled());
        click("fetch");
        QTRY_COMPARE_WITH_TIMEOUT(stateOf("MNIST"), QString("there"), 10'000);
        click("verify");
        QTRY_VERIFY_WITH_TIMEOUT(outcome().startsWith("This copy of MNIST is damaged"), 10'000);
        QVERIFY2(outcome().contains("train-images-idx3-ubyte.gz: expected sha256 440fcabf"), qPrintable(outcome()));
    }

    void theFilterFindsByWordsAndSaysWhenNothingMatches() {
        auto* filter = find<QLineEdit>("datasetFilter");
        QTest::mouseClick(filter, Qt::LeftButton);
        QTest::keyClicks(filter, "handwritten grey");
        QCOMPARE(table()->model()->rowCount(), 1);   // "handwritten digits in grey"
        QCOMPARE(table()->currentIndex().data().toString(), QString("MNIST"));
        QTest::keyClicks(filter, " <b>x");
        QCOMPARE(table()->model()->rowCount(), 0);
        QVERIFY(!find<QPushButton>("fetch")->isVisible());
        bool isTold = false;
        for (const QLabel* label : view_->findChildren<QLabel*>()) {
            isTold = isTold || (label->isVisible() && label->text() == "No data set matches \"handwritten grey <b>x\".");
        }
        QVERIFY(isTold);
        for (auto* button : view_->findChildren<QPushButton*>()) {
            if (button->text() == "Show all data sets") QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(table()->model()->rowCount(), static_cast<int>(dataset_facts().size()));
        QVERIFY(filter->hasFocus());
        view_->showDataset("svhn");
        QCOMPARE(table()->currentIndex().data().toString(), QString("SVHN"));
    }

    void everythingCanBeDoneWithTheKeyboard() {
        find<QLineEdit>("datasetFilter")->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), table());
        QTest::keyClick(table(), Qt::Key_Down);
        QCOMPARE(table()->currentIndex().data().toString(), QString("MNIST"));
        QTest::keyClick(table(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), find<QLineEdit>("from"));
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Return);
        QCOMPARE(QApplication::focusWidget(), find<QPushButton>("fetch"));
        manner_ = "slow";
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(QApplication::focusWidget(), find<QPushButton>("cancel"));   // it took the other's place
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(idle(), 10'000);
        QTRY_COMPARE(QApplication::focusWidget(), find<QPushButton>("fetch"));
    }

    void aViewThatGoesStopsASilentDownload() {
        manner_ = "silent";
        choose("MNIST");
        click("fetch");
        QTRY_COMPARE(fetches_, 1);
        view_.reset();   // waits for the thread
        QCOMPARE(filesOfRoot(), QStringList());
    }

    void aFolderThatCannotBeWrittenIsTold() {
        QFile blocker(root());
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        choose("MNIST");
        click("fetch");
        QTRY_VERIFY_WITH_TIMEOUT(problem().contains("cannot be made"), 10'000);
        QVERIFY2(problem().contains("Settings, Data folders"), qPrintable(problem()));
    }
};

QTEST_MAIN(TestDataView)
#include "test_data_view.moc"
