#include "tests/app/program.h"

using overfit::test::Call;
using overfit::test::Program;

namespace {

const QStringList kCommands{"quick-start", "run", "presets", "list", "show", "compare", "audit", "export", "data", "doctor"};

}   // namespace

class CliHelpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void versionIsOneLine() {
        const Call call = Program().call({"--version"});
        COMPARE_CODE(call, 0);
        QVERIFY2(call.out.startsWith("overfit ") && call.out.count('\n') == 1, call.all());
    }

    void helpNamesEveryCommand() {
        const Call call = Program().call({"--help"});
        COMPARE_CODE(call, 0);
        for (const QString& command : kCommands) VERIFY_SAID(call.out, "\n  " + command, call);
    }

    void noCommandShowsTheHelpAndIsWrongUse() {
        const Call call = Program().call({});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.out, "First steps:", call);
    }

    void helpOfEachCommandHasAnExample_data() {
        QTest::addColumn<QStringList>("words");
        for (const QString& command : kCommands) QTest::newRow(qPrintable(command)) << QStringList{command};
        for (const char* part : {"list", "fetch", "verify"}) QTest::newRow(part) << QStringList{"data", part};
    }

    void helpOfEachCommandHasAnExample() {
        QFETCH(QStringList, words);
        const Call call = Program().call(words + QStringList{"--help"});
        COMPARE_CODE(call, 0);
        VERIFY_SAID(call.out, "Example", call);
        VERIFY_SAID(call.out, "\n  overfit " + words.join(' '), call);
        for (const QString& line : call.out.split('\n')) {
            QVERIFY2(line.size() <= 140, qPrintable(line));
            const bool isTorn = line.size() > 0 && line.size() < 12 && line.front().isLower();   // out of its sentence
            QVERIFY2(!isTorn, qPrintable(line));
        }
    }

    void unknownCommandNamesTheNearest() {
        const Call call = Program().call({"exprot"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "there is no such command", call);
        VERIFY_SAID(call.err, "the nearest is: overfit export", call);
    }

    // Named by the design, not built: they must not look as if they were there.
    void commandsThatAreNotBuiltAreUnknown() {
        for (const char* command : {"verify", "import", "paper", "sweep", "kernel", "theorem"}) {
            const Call call = Program().call({command});
            COMPARE_CODE(call, 2);
            VERIFY_SAID(call.err, "quick-start", call);
        }
    }

    void unknownOptionPointsToTheHelp() {
        const Call call = Program().call({"list", "--jsno"});
        COMPARE_CODE(call, 2);
        VERIFY_SAID(call.err, "--jsno", call);
        VERIFY_SAID(call.err, "overfit list --help", call);
    }

    void everySettingIsExplained() {
        const Call call = Program().call({"run", "--help-config"});
        COMPARE_CODE(call, 0);
        for (const char* key : {"training.learning_rate", "corruption.labels.fraction", "seeds.labels", "model.hidden"}) {
            VERIFY_SAID(call.out, key, call);
        }
    }

    void presetsAreListedAndPrinted() {
        const Program program;
        const Call list = program.call({"presets"});
        COMPARE_CODE(list, 0);
        VERIFY_SAID(list.out, "quick-start-random-labels", list);

        const Call one = program.call({"presets", "quick-start-random-labels"});
        COMPARE_CODE(one, 0);
        VERIFY_SAID(one.out, "dataset: fashion-mnist", one);

        const Call wrong = program.call({"presets", "quick-start-random-label"});
        COMPARE_CODE(wrong, 2);
        VERIFY_SAID(wrong.err, "quick-start-random-labels", wrong);
    }
};

QTEST_GUILESS_MAIN(CliHelpTest)
#include "test_cli_help.moc"
