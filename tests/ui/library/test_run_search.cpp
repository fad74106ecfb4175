#include "ui/library/run_search.h"

#include <QTest>

using namespace overfit::ui;

namespace {

RunText sample() {
    RunText run;
    run.tags = {"paper", "cifar ten"};
    run.statuses = {"stopped", "cancelled"};
    run.dataset = "fashion-mnist";
    run.model = "mlp";
    run.notes = "seed 3 looks odd";
    run.starred = true;
    run.everything = "größte zufallslabels\nstopped\nfashion-mnist\nmlp\npaper\ncifar ten\nseed 3 looks odd";
    return run;
}

bool finds(const char* text) { return matches(parseQuery(QString::fromUtf8(text)), sample()); }

}   // namespace

class TestRunSearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWordHasToOccurAnywhere() {
        QVERIFY(finds("odd mlp"));
        QVERIFY(!finds("odd wide"));
        QVERIFY(finds(""));
    }

    void capitalsAndForeignLettersMakeNoDifference() {
        QVERIFY(finds("GRÖSSTE") == finds("grösste"));
        QVERIFY(finds("GRÖßTE"));
        QVERIFY(finds("ZufallsLabels"));
    }

    void filtersLookInOnePlaceOnly() {
        QVERIFY(finds("tag:paper"));
        QVERIFY(finds("tag:PAP"));   // as one types
        QVERIFY(!finds("tag:mlp"));
        QVERIFY(finds("data:fashion model:mlp notes:odd"));
        QVERIFY(!finds("model:fashion"));
        QVERIFY(finds("status:stopped"));
        QVERIFY(finds("status:cancelled"));   // as run.json calls it
        QVERIFY(!finds("status:fitted"));
    }

    void quotesKeepWordsTogether() {
        QVERIFY(finds("\"seed 3\""));
        QVERIFY(!finds("\"3 seed\""));
        QVERIFY(finds("tag:\"cifar ten\""));
        QVERIFY(finds("\"looks odd"));   // not closed yet
    }

    void aMinusExcludes() {
        QVERIFY(!finds("-odd"));
        QVERIFY(finds("-wide"));
        QVERIFY(!finds("-tag:paper"));
        QVERIFY(!finds("-star"));
        QVERIFY(finds("- mlp") == finds("\"-\""));   // a lone minus is a word
    }

    void starAndArchivedAreFilters() {
        QVERIFY(finds("star"));
        QVERIFY(!finds("archived"));
        QVERIFY(finds("-archived"));
        QVERIFY(parseQuery("archived").asksForArchived());
        QVERIFY(!parseQuery("-archived").asksForArchived());
        QVERIFY(!parseQuery("\"archived runs\"").asksForArchived());
        QVERIFY(!parseQuery("\"archived\"").asksForArchived());   // in quotation marks: the letters
        QVERIFY(!finds("\"tag:paper\""));
        QVERIFY(finds("tag:\"paper\""));
    }

    void whatIsNotTypedToItsEndHidesNothing() {
        for (const char* text : {"tag:", "status:", "data:", "-tag:", "\"", "   "}) QVERIFY2(finds(text), text);
        QVERIFY(!finds("unknown:mlp"));   // no filter: a word like any other
    }
};

QTEST_APPLESS_MAIN(TestRunSearch)
#include "test_run_search.moc"
