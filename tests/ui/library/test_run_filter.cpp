#include "tests/ui/library/sample_library.h"
#include "ui/library/library_state.h"
#include "ui/library/run_columns.h"
#include "ui/library/run_filter.h"
#include "ui/library/run_words.h"

#include <QTest>

using namespace overfit;
using namespace overfit::ui;
using namespace overfit::ui::samples;

namespace {

RunRow row(const std::string& name, int minute, const std::string& dataset = "mnist") {
    RunListing run{.folder = "/runs/" + name, .record = record(name, minute), .user = {}, .problem = ""};
    run.record->data = DataSummary{dataset, 100, 0, 100, 10, ""};
    run.record->model = ModelSummary{"mlp", 407050};
    return makeRow(std::move(run));
}

/// The list's model and filter over rows made by hand.
struct Rows {
    explicit Rows(std::vector<RunRow> runs) {
        RunScan scan;
        scan.read = std::move(runs);
        scan.complete = true;
        model.merge(scan);
        filter.setGrouping(RunGrouping::None);
    }
    QStringList names() const {
        QStringList result;
        for (int place = 0; place < filter.rowCount(); ++place) result << filter.index(place, 0).data().toString();
        return result;
    }
    QStringList headings() const {
        QStringList result;
        for (int place = 0; place < filter.rowCount(); ++place)
            result << filter.index(place, 0).data(RunTableModel::HeadingRole).toString();
        return result;
    }
    void change(const QString& name, const std::function<void(UserNotes&)>& change) {
        UserNotes notes = model.runOf("/runs/" + name)->user;
        change(notes);
        model.setUserNotes("/runs/" + name, notes);
    }

    RunColours colours;
    RunTableModel model{colours};
    RunFilter filter{model};
};

}   // namespace

class TestRunFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theNewestComeFirst() {
        const Rows rows({row("a", 1), row("b", 3), row("c", 2)});
        QCOMPARE(rows.names(), QStringList({"b", "c", "a"}));
    }

    void everyColumnSortsBothWaysAndWhatIsUnknownStaysLast() {
        std::vector<RunRow> runs{row("a", 1), row("b", 2), row("c", 3)};
        runs[0].run.record->final_metrics->test_accuracy = 0.9;
        runs[1].run.record->final_metrics->test_accuracy.reset();
        runs[2].run.record->final_metrics->test_accuracy = 0.1;
        Rows rows(std::move(runs));
        const int test = columnOf("test_accuracy");
        rows.filter.setOrder(test, Qt::DescendingOrder);
        QCOMPARE(rows.names(), QStringList({"a", "c", "b"}));
        rows.filter.setOrder(test, Qt::AscendingOrder);
        QCOMPARE(rows.names(), QStringList({"c", "a", "b"}));
        for (int column = 0; column < static_cast<int>(runColumns().size()); ++column) {
            for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                rows.filter.setOrder(column, order);
                QCOMPARE(rows.names().size(), 3);
            }
        }
    }

    void theExperimentsFieldsAreColumnsToo() {
        Rows rows({row("a", 1), row("b", 2)});
        ExperimentConfig half;
        half.corruption.labels.fraction = 0.5;
        RunScan scan;
        scan.configs.emplace_back("/runs/a", std::make_shared<const ExperimentConfig>(half));
        rows.model.merge(scan);
        const int fraction = columnOf("config.corruption.labels.fraction");
        QVERIFY(fraction > 0);
        rows.filter.setOrder(fraction, Qt::DescendingOrder);
        QCOMPARE(rows.names(), QStringList({"a", "b"}));
        QCOMPARE(rows.filter.index(0, fraction).data().toString(), QStringLiteral("0.5"));
        QCOMPARE(rows.filter.index(1, fraction).data().toString(), QString());
    }

    void columnsHaveKeysOfTheirOwn() {
        QSet<QString> keys;
        for (const RunColumn& column : runColumns()) {
            keys << column.key;
            QVERIFY2(!column.title.isEmpty() && !column.help.isEmpty(), qPrintable(column.key));
            QVERIFY2(column.text, qPrintable(column.key));
            QCOMPARE(columnOf(column.key), static_cast<int>(keys.size()) - 1);
        }
        QCOMPARE(runColumns().front().key, QStringLiteral("name"));
        QCOMPARE(columnOf("nonsense"), -1);
    }

    void runsStandUnderTheHeadingOfTheirGroup() {
        Rows rows({row("a", 1, "mnist"), row("b", 2, "cifar10"), row("c", 3, "mnist")});
        rows.filter.setGrouping(RunGrouping::DataSet);
        QCOMPARE(rows.names(), QStringList({"b", "c", "a"}));
        QCOMPARE(rows.headings(), QStringList({"cifar10", "mnist", ""}));
        rows.filter.setGrouping(RunGrouping::Model);
        QCOMPARE(rows.headings(), QStringList({"mlp", "", ""}));
        rows.filter.setGrouping(RunGrouping::None);
        QCOMPARE(rows.headings(), QStringList({"", "", ""}));
    }

    void tagsGroupByTheFirstAndThoseWithoutComeLast() {
        Rows rows({row("a", 1), row("b", 2), row("c", 3)});
        rows.change("a", [](UserNotes& notes) { notes.tags = {"paper", "odd"}; });
        rows.filter.setGrouping(RunGrouping::Tag);
        QCOMPARE(rows.names(), QStringList({"a", "c", "b"}));
        QCOMPARE(rows.headings(), QStringList({"paper", "No tag", ""}));
    }

    void theRunningOneIsOnTopUnderItsOwnHeading() {
        Rows rows({row("a", 1), row("b", 2)});
        rows.filter.setGrouping(RunGrouping::Day);
        rows.model.setLive("/runs/a", 0.5, "epoch 3 of 6");
        QCOMPARE(rows.names(), QStringList({"a", "b"}));
        QCOMPARE(rows.headings(), QStringList({"Running", "2 Jan 2026"}));
    }

    void daysHaveNames() {
        const QDate today(2026, 11, 12);
        QCOMPARE(dayHeading(today, today), QStringLiteral("Today"));
        QCOMPARE(dayHeading(today.addDays(-1), today), QStringLiteral("Yesterday"));
        QCOMPARE(dayHeading(QDate(2026, 11, 2), today), QStringLiteral("2 Nov 2026"));
        QVERIFY(!dayHeading(QDate(), today).isEmpty());
    }

    void archivedOnesAreHiddenUntilAskedFor() {
        Rows rows({row("a", 1), row("b", 2)});
        rows.change("b", [](UserNotes& notes) { notes.archived = true; });
        QCOMPARE(rows.names(), QStringList({"a"}));
        QCOMPARE(rows.model.archived(), 1);
        rows.filter.setSearch("archived");
        QCOMPARE(rows.names(), QStringList({"b"}));
        rows.filter.setSearch({});
        rows.filter.setShowArchived(true);
        QCOMPARE(rows.names(), QStringList({"b", "a"}));
    }

    void aRowSaysInWordsWhatItShowsAsSigns() {
        Rows rows({row("a", 1)});
        rows.change("a", [](UserNotes& notes) {
            notes.starred = true;
            notes.tags = {"paper"};
        });
        const QString words = rows.filter.index(0, 0).data(Qt::AccessibleTextRole).toString();
        for (const char* part : {"a, ", "fitted", "test 9.8 %", "starred", "tag paper"}) {
            QVERIFY2(words.contains(part), qPrintable(words));
        }
    }

    void theStateComesBackAndDamageGivesDefaults() {
        LibraryState state;
        state.table = state.words = state.ascending = true;
        state.grouping = RunGrouping::Tag;
        state.order = "test_accuracy";
        state.columns = {{"test_accuracy", 77}, {"name", 200}};
        QCOMPARE(libraryStateFrom(toJson(state)), state);
        QCOMPARE(libraryStateFrom("nonsense"), LibraryState{});
        QCOMPARE(libraryStateFrom(R"({"order": "of another version", "columns": [{"key": "x"}, 3]})"), LibraryState{});
    }
};

QTEST_APPLESS_MAIN(TestRunFilter)
#include "test_run_filter.moc"
