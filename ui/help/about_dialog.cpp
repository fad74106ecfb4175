#include "ui/help/about_dialog.h"

#include "ui/settings/themed_icon.h"
#include "ui/worker/background.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

namespace overfit::ui {

namespace {

QPlainTextEdit* readOnlyText(const QString& name, const QString& text, QWidget* parent) {
    auto* edit = new QPlainTextEdit(text, parent);
    edit->setReadOnly(true);
    edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    edit->setTabChangesFocus(true);
    edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    edit->setAccessibleName(name);
    return edit;
}

QWidget* heading(QWidget* parent) {
    auto* heading = new QWidget(parent);
    auto* icon = new QLabel(heading);
    icon->setPixmap(programIcon().pixmap(QSize(64, 64), parent->devicePixelRatioF()));
    auto* title = new QLabel(AboutDialog::tr("Overfit Workbench %1").arg(programVersion()), heading);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setBold(true);
    title->setFont(font);
    title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* words =
        new QLabel(AboutDialog::tr("When does a network memorise, and when does it generalise? The experiments of "
                                   "\"Understanding deep learning requires rethinking generalization\" (Zhang et "
                                   "al., 2017), to try for yourself.\n\nFree software under the GNU General Public "
                                   "License, version 3 or later; without any warranty."),
                   heading);
    words->setWordWrap(true);
    words->setMinimumWidth(420);
    auto* column = new QVBoxLayout;
    column->addWidget(title);
    column->addWidget(words);
    auto* row = new QHBoxLayout(heading);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    return heading;
}

}   // namespace

AboutDialog::AboutDialog(std::function<MachineFacts()> examine, QWidget* parent)
    : QDialog(parent),
      machine_(readOnlyText(tr("This computer"), tr("Looking at LibTorch, devices, folders and data sets..."), this)),
      libraries_(readOnlyText(tr("Libraries and their licences"), libraryList({}), this)) {
    setObjectName(QStringLiteral("aboutDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("About Overfit Workbench"));
    machine_->setObjectName(QStringLiteral("machine"));
    libraries_->setObjectName(QStringLiteral("libraries"));
    auto* licence = readOnlyText(tr("Licence"), licenceText(), this);
    licence->setObjectName(QStringLiteral("licence"));
    auto* tabs = new QTabWidget(this);
    tabs->setAccessibleName(tr("About"));
    tabs->addTab(machine_, tr("&This computer"));
    tabs->addTab(libraries_, tr("Li&braries"));
    tabs->addTab(licence, tr("&Licence"));
    // A line of the licence is 72 characters wide.
    tabs->setMinimumSize(licence->fontMetrics().horizontalAdvance(QString(78, QLatin1Char('m'))), 260);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* copy = buttons->addButton(tr("&Copy for a report"), QDialogButtonBox::ActionRole);
    copy->setIcon(themedIcon(QStringLiteral("copy")));
    copy->setToolTip(tr("Copies versions, system and this computer's state, to tell of a mistake"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(heading(this));
    column->addWidget(tabs, 1);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(copy, &QPushButton::clicked, this, &AboutDialog::copyReport);

    inBackground(this, std::move(examine), [this](const MachineFacts& facts) { tell(facts); });
}

void AboutDialog::tell(const MachineFacts& facts) {
    machine_->setPlainText(facts.text);
    libraries_->setPlainText(libraryList(facts.libtorch));
}

QString AboutDialog::report() const {
    return programSentence() + QStringLiteral("\n\n") + machine_->toPlainText() + QStringLiteral("\n\n") +
           libraries_->toPlainText() + QLatin1Char('\n');
}

void AboutDialog::copyReport() { QGuiApplication::clipboard()->setText(report()); }

}   // namespace overfit::ui
