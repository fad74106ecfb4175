#include "tests/app/program.h"
#include "tests/app/saved_run.h"
#include "ui/curves/run_curves.h"
#include "ui/exports/export_dialog.h"
#include "ui/exports/figure_content.h"

#include <QApplication>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>

using namespace overfit;
using namespace overfit::test;

namespace {

/// The words of a command as a shell takes them apart.
QStringList wordsOf(const QString& command) {
    QStringList words;
    QString word;
    bool quoted = false, any = false;
    for (qsizetype i = 0; i < command.size(); ++i) {
        const QChar c = command[i];
        if (c == u'\'') {
            quoted = !quoted;
            any = true;
        } else if (c == u'\\' && !quoted) {
            word += command[++i];
        } else if (c == u' ' && !quoted) {
            if (any || !word.isEmpty()) words << word;
            word.clear();
            any = false;
        } else {
            word += c;
        }
    }
    return words << word;
}

}   // namespace

/// The window's dialog and the terminal program write the same bytes.
class ExportBothWaysTest : public QObject {
    Q_OBJECT
private:
    static ui::CurveChoice choiceOf(double smoothing, bool log) {
        ui::CurveChoice choice;
        choice.smoothing = smoothing;
        choice.logX = choice.logLoss = choice.logAccuracy = log;
        choice.axis = log ? XAxis::Step : XAxis::Epoch;
        return choice;
    }

private Q_SLOTS:
    void dialogAndCommandWriteTheSameBytes_data() {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<double>("smoothing");
        QTest::addColumn<bool>("log");
        for (const char* ending : {"png", "svg", "pdf", "csv", "tex"}) {
            QTest::addRow("%s", ending) << QString(ending) << 0.0 << false;
            QTest::addRow("%s, smoothed, log axes", ending) << QString(ending) << 0.6 << true;
        }
    }
    void dialogAndCommandWriteTheSameBytes() {
        QFETCH(QString, ending);
        QFETCH(double, smoothing);
        QFETCH(bool, log);
        if (!Program::hasWindow()) QSKIP("overfit-workbench is not built");
        const Program program;
        const std::filesystem::path runs = program.runs().toStdString();
        std::vector<ui::ShownRun> shown;
        for (const char* name : {"it's \"one\"", "two, <b>"}) {
            const auto folder = write_saved_run(runs, name);
            shown.push_back(ui::savedRun(folder, static_cast<int>(shown.size()) + 3));   // colours of the window's choice
            shown.back().name += QStringLiteral(" (seed %1)").arg(shown.size());   // as it tells runs of one name apart
        }
        const ui::CurveChoice choice = choiceOf(smoothing, log);
        ui::ExportDialog dialog({{lossContent(shown, choice)}, {accuracyContent(shown, choice)}});
        ExportRequest options;
        options.figure = in_size({}, *find_figure_size("two-columns"));
        options.figure.legend = log ? LegendPlace::Right : LegendPlace::Below;
        options.figure.transparent = log;
        options.curves.layout = log ? TableLayout::Wide : TableLayout::Tidy;
        dialog.remember({QString::fromStdString(export_request_to_json(options)), {}});
        dialog.show();

        const QString first = program.file("dialog." + ending), second = program.file("command." + ending);
        dialog.setFile(second);
        QStringList command = wordsOf(dialog.command());
        QCOMPARE(command.takeFirst(), QStringLiteral("overfit"));
        dialog.setFile(first);
        QSignalSpy done(&dialog, &ui::ExportDialog::exported);
        for (QPushButton* push : dialog.findChildren<QPushButton*>()) {
            if (push->text().contains("Save")) QTest::mouseClick(push, Qt::LeftButton);
        }
        QVERIFY(done.count() > 0 || done.wait(20'000));
        const Call call = program.call(command);
        COMPARE_CODE(call, 0);
        const QByteArray written = Program::read(first);
        QVERIFY(written.size() > 500);
        QVERIFY2(written == Program::read(second), qPrintable(command.join(' ')));
    }
};

QTEST_MAIN(ExportBothWaysTest)
#include "test_export_both_ways.moc"
