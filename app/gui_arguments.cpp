#include "app/gui_arguments.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace overfit {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("GuiArguments", text); }

QString helpText() {
    return tr(
        "Overfit Workbench: when does a network memorise, and when does it generalise?\n"
        "\n"
        "Usage: overfit-workbench [options] [CONFIG.yaml | RUN ...]\n"
        "\n"
        "  CONFIG.yaml          an experiment to fill the form with\n"
        "  RUN ...              run folders to show in the charts\n"
        "\n"
        "  --quick-start        show the quick start: one network, once with true and once with random labels\n"
        "  --runs-dir DIR       where new runs are written and listed from (default: OVERFIT_RUNS_DIR or ~/overfit-runs)\n"
        "  --data-root DIR      where data sets are looked for first\n"
        "  --export-figure ...  draw run folders into a file without a window; `overfit export` uses it\n"
        "  --version            the version\n"
        "  --help               this text\n"
        "\n"
        "Without a display the same experiments run in a terminal: overfit run --help, overfit quick-start.\n");
}

/// QApplication's own, each with a value; it takes them out later.
bool isQtOption(const QString& word) {
    return word == QLatin1String("-platform") || word == QLatin1String("-style") || word == QLatin1String("-display");
}

/// Sorts one positional argument into experiment or run; the mistake is what is wrong with it.
QString takePlace(GuiArguments& result, const QString& place) {
    const QFileInfo file(place);
    if (file.isDir()) {
        result.runs << place;
        return {};
    }
    const QString ending = file.suffix().toLower();
    if (ending == QLatin1String("yaml") || ending == QLatin1String("yml")) {
        if (!result.experiment.isEmpty()) return tr("%1: only one experiment can fill the form").arg(place);
        result.experiment = place;
        return file.exists() ? QString() : tr("%1: there is no such file").arg(place);
    }
    return tr("%1: expected an experiment (.yaml) or a run folder, found %2")
        .arg(place, file.exists() ? tr("another file") : tr("nothing"));
}

}   // namespace

GuiArguments parseGuiArguments(const QStringList& arguments) {
    GuiArguments result;
    bool optionsEnd = false;
    for (qsizetype at = 0; at < arguments.size() && result.mistake.isEmpty(); ++at) {
        QString word = arguments[at];
        QString value;
        if (!optionsEnd && word.startsWith(QLatin1String("--")) && word.contains(QLatin1Char('='))) {
            value = word.section(QLatin1Char('='), 1);
            word = word.section(QLatin1Char('='), 0, 0);
        }
        const auto takeValue = [&](QString& target) {
            if (value.isEmpty() && at + 1 < arguments.size()) value = arguments[++at];
            if (value.isEmpty() || value.startsWith(QLatin1String("--"))) {
                result.mistake = tr("%1: a folder has to follow").arg(word);
            }
            target = value;
        };
        if (!optionsEnd && isQtOption(word)) {
            ++at;
        } else if (optionsEnd || !word.startsWith(QLatin1Char('-'))) {
            result.mistake = takePlace(result, word);
        } else if (word == QLatin1String("--")) {
            optionsEnd = true;
        } else if (word == QLatin1String("--quick-start")) {
            result.quickStart = true;
        } else if (word == QLatin1String("--measure-startup")) {
            result.measureStartup = true;
        } else if (word == QLatin1String("--train-and-close")) {
            result.trainAndClose = true;
        } else if (word == QLatin1String("--runs-dir")) {
            takeValue(result.runsDir);
        } else if (word == QLatin1String("--data-root")) {
            takeValue(result.dataRoot);
        } else if (word == QLatin1String("--export-figure")) {
            result.task = GuiArguments::Task::ExportFigure;
            result.figure = arguments.mid(at + 1);
            break;   // the rest is the figure's
        } else if (word == QLatin1String("--help") || word == QLatin1String("-h")) {
            result.task = GuiArguments::Task::Help;
            result.text = helpText();
            break;
        } else if (word == QLatin1String("--version")) {
            result.task = GuiArguments::Task::Version;
            break;
        } else {
            result.mistake = tr("%1: unknown option").arg(word);
        }
    }
    return result;
}

}   // namespace overfit
