#include "ui/library/run_actions.h"

#include "core/experiment/experiment.h"
#include "ui/charts/chart_style.h"
#include "ui/library/run_colours.h"
#include "ui/settings/action_tip.h"

#include <QAction>
#include <QMenu>
#include <QPainter>
#include <QPixmap>

namespace overfit::ui {

namespace {

QIcon swatch(const QColor& colour) {
    QPixmap picture(32, 32);
    picture.setDevicePixelRatio(2);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QColor(128, 128, 128), 0.5));
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(2, 2, 12, 12));
    return QIcon(picture);
}

/// The palette by name: a colour alone says nothing to those who can't see it.
QStringList colourNames() {
    return {RunActions::tr("&Blue"),  RunActions::tr("&Vermilion"), RunActions::tr("&Green"),
            RunActions::tr("&Pink"),  RunActions::tr("&Orange"),    RunActions::tr("&Sky blue"),
            RunActions::tr("Blac&k"), RunActions::tr("P&urple"),    RunActions::tr("S&teel blue"),
            RunActions::tr("&Rose"),  RunActions::tr("&Forest"),    RunActions::tr("&Cyan"),
            RunActions::tr("O&live"), RunActions::tr("Gr&ey")};
}

/// For what is done with runs of any number.
QString whyNotSome(const RunSelection& selection) {
    if (selection.readable > 0) return {};
    return selection.runs == 0 ? RunActions::tr("Select a run first.")
                               : RunActions::tr("The folder of this run can't be read.");
}

/// For what is done with one run.
QString whyNotOne(const RunSelection& selection) {
    if (selection.runs > 1) return RunActions::tr("Select a single run; %1 are selected.").arg(selection.runs);
    return whyNotSome(selection);
}

QString whyNotResumed(const RunSelection& selection) {
    if (!selection.status) return whyNotOne(selection);
    if (can_be_resumed(*selection.status)) return {};
    if (*selection.status == RunStatus::Running) return RunActions::tr("This run is still training.");
    if (*selection.status == RunStatus::Diverged) {
        return RunActions::tr(
            "This run has diverged and would again. Its experiment can be run with a smaller learning rate.");
    }
    const std::string_view words = status_words(*selection.status);
    return RunActions::tr("This run is %1: there is nothing to resume.")
        .arg(QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size())));
}

}   // namespace

RunActions::RunActions(QWidget& owner) : QObject(&owner), owner_(owner), colours_(new QMenu(tr("Co&lour"), &owner)) {
    rename = make(tr("Re&name..."), tr("Give the run a name of your own"), tr("F2"));
    star = make(tr("St&ar"), tr("Mark the selected runs with a star"), tr("Ctrl+D"));
    editTags = make(tr("Ta&gs..."), tr("Add tags to the selected runs or remove them"), tr("Ctrl+Shift+T"));
    editNotes = make(tr("N&otes..."), tr("Write about the run; kept as notes.md in its folder"), tr("Ctrl+Shift+N"));
    archive = make(tr("Arc&hive"), tr("Hide the selected runs; nothing is moved or deleted"), tr("Ctrl+Shift+A"));
    trash = make(tr("&Move to trash"), tr("Move the selected runs' folders to the desktop's trash"), tr("Del"));
    trash->setShortcutContext(Qt::WidgetWithChildrenShortcut);   // Del belongs to other things elsewhere
    compare = make(tr("Com&pare"), tr("Show the selected runs together"), tr("Ctrl+K"));
    useExperiment = make(tr("Use its e&xperiment"), tr("Fill the form with the run's experiment"));
    resume = make(tr("Res&ume training"), tr("Go on where the run stopped, in the same folder; in its turn"));
    showFolder = make(tr("Show its &folder"), tr("Open the run's folder in the file manager"));
    takeOff = make(tr("Take off the l&ist"), tr("No longer list these runs from elsewhere; their folders stay"));
    table = make(tr("Runs as ta&ble"), tr("Runs as a table or as cards"), tr("Ctrl+T"));
    words = make(tr("Tags and &notes"), tr("Tags and notes of the selected runs, below the list"));
    showArchived = make(tr("Show &archived runs"), tr("List archived runs, too"));
    for (QAction* action : {table, words, showArchived}) action->setCheckable(true);
    fillColours();
    update({});
}

QAction* RunActions::make(const QString& text, const QString& tip, const QString& key) {
    auto* action = new QAction(text, this);
    action->setProperty("steadyName", text);   // ui/help/keys_page.h
    action->setShortcut(QKeySequence(key));
    setTip(*action, tip);
    owner_.addAction(action);   // its key works without any menu
    return action;
}

void RunActions::fillColours() {
    setTip(*colours_->menuAction(), tr("Choose the colour of the selected runs"));
    const QStringList names = colourNames();
    for (int place = 0; place < RunColours::paletteSize; ++place) {
        const QColor colour = runColour(place);
        QAction* action = colours_->addAction(swatch(colour), names.value(place));
        connect(action, &QAction::triggered, this, [this, colour] { Q_EMIT colourChosen(colour.name()); });
    }
    colours_->addSeparator();
    connect(colours_->addAction(tr("Ot&her...")), &QAction::triggered, this, &RunActions::ownColourWanted);
    connect(colours_->addAction(tr("&Automatic")), &QAction::triggered, this, [this] { Q_EMIT colourChosen({}); });
}

QList<QAction*> RunActions::inMenu() const {
    return {compare, nullptr, rename,  star,          editTags, editNotes, colours_->menuAction(), nullptr, archive,
            trash,   takeOff, nullptr, useExperiment, resume,   showFolder};
}

void RunActions::update(const RunSelection& selection) {
    const bool some = selection.readable > 0;
    const int count = selection.runs;
    for (QAction* action : {rename, useExperiment, editNotes}) enableUnless(*action, whyNotOne(selection));
    enableUnless(*resume, whyNotResumed(selection));
    enableUnless(*showFolder, count == 1 ? QString() : whyNotOne(selection));   // of one that can't be read, too
    for (QAction* action : {star, editTags, archive, colours_->menuAction()}) enableUnless(*action, whyNotSome(selection));
    star->setText(some && selection.starred == selection.readable ? tr("Remove st&ar") : tr("St&ar"));
    const bool allArchived = some && selection.archived == selection.readable;
    archive->setText(allArchived ? tr("Take out of the arc&hive")
                     : count > 1 ? tr("Arc&hive %1 runs").arg(count)
                                 : tr("Arc&hive"));
    enableUnless(*trash,
                 count > 0
                     ? QString()
                     : whyNotSome(selection));   // also for a running one: being told why not says more than a grey line
    trash->setText(count > 1 ? tr("&Move %1 runs to trash").arg(count) : tr("&Move to trash"));
    takeOff->setVisible(selection.added > 0);
    takeOff->setEnabled(selection.added > 0);
    enableUnless(*compare, selection.shown > 1 ? QString() : tr("Select two runs or more."));
    compare->setText(selection.shown > 1 ? tr("Com&pare %1").arg(selection.shown) : tr("Com&pare"));
}

}   // namespace overfit::ui
