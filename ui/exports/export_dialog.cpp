#include "ui/exports/export_dialog.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/text.h"
#include "ui/charts/chart_style.h"
#include "ui/exports/export_form.h"
#include "ui/exports/figure_content.h"
#include "ui/exports/figure_preview.h"
#include "ui/exports/shell_words.h"
#include "ui/worker/background.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <cstdio>
#include <utility>

namespace overfit::ui {

namespace {

constexpr int pause = 40;   // ms between a change and its preview: a number typed quickly is drawn once

/// Where people look for what they saved.
QString defaultFolder() {
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(documents).exists() ? documents : QDir::homePath();
}

QString endingOf(ExportFormat format) {
    const auto ending = format_ending(format);
    return QString::fromUtf8(ending.data(), static_cast<qsizetype>(ending.size()));
}

QStringList titlesOf(const std::vector<FigurePanel>& charts) {
    QStringList titles;
    for (const FigurePanel& chart : charts) titles << figureTitle(chart.content);
    return titles;
}

std::string contentOf(const ExportRequest& request, std::vector<FigurePanel> panels) {
    if (!is_drawn(request.format)) return exported_text(request);
    return renderFigure({.panels = std::move(panels), .options = request.figure, .format = request.format}).toStdString();
}

}   // namespace

ExportDialog::ExportDialog(std::vector<FigurePanel> charts, QWidget* parent)
    : QDialog(parent),
      charts_(std::move(charts)),
      form_(new ExportForm(titlesOf(charts_), this)),
      preview_(new FigurePreview(this)),
      later_(new QTimer(this)) {
    setWindowTitle(tr("Export charts"));
    later_->setSingleShot(true);
    buildRows();
    form_->setSmoothed(
        std::any_of(charts_.begin(), charts_.end(), [](const FigurePanel& chart) { return chart.content.smoothing > 0.0; }));
    connect(form_, &ExportForm::changed, this, &ExportDialog::formChanged);
    connect(later_, &QTimer::timeout, this, &ExportDialog::refresh);
    remember({});
    resize(1000, 560);
}

void ExportDialog::done(int result) {
    closesWhenWritten_ = writing_;
    if (writing_) {
        hide();
    } else {
        QDialog::done(result);
    }
}

void ExportDialog::closeEvent(QCloseEvent* event) {
    if (!writing_) return QDialog::closeEvent(event);
    event->ignore();   // an accepted one would delete the dialog
    done(Rejected);
}

void ExportDialog::buildRows() {
    file_ = new QLineEdit(this);
    file_->setAccessibleName(tr("File"));
    auto* choose = new QPushButton(tr("C&hoose…"), this);
    choose->setAccessibleName(tr("Choose the file"));
    command_ = new QLineEdit(this);
    command_->setReadOnly(true);
    command_->setAccessibleName(tr("The same from a terminal"));
    copy_ = new QPushButton(tr("Cop&y"), this);
    copy_->setAccessibleName(tr("Copy the command"));
    for (QPushButton* button : {choose, copy_}) button->setAutoDefault(false);
    const auto together = [](QWidget* wide, QWidget* button) {
        auto* row = new QHBoxLayout;
        row->addWidget(wide, 1);
        row->addWidget(button);
        return row;
    };
    auto* below = new QFormLayout;
    below->addRow(tr("F&ile"), together(file_, choose));
    below->addRow(tr("In a terminal"), together(command_, copy_));
    static_cast<QLabel*>(below->itemAt(0, QFormLayout::LabelRole)->widget())->setBuddy(file_);

    message_ = new QLabel(this);
    message_->setTextFormat(Qt::PlainText);
    message_->setWordWrap(true);
    message_->setVisible(false);
    message_->setAccessibleName(tr("Message"));
    buttons_ = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    save_ = buttons_->button(QDialogButtonBox::Save);

    auto* middle = new QHBoxLayout;
    auto* left = new QVBoxLayout;
    left->addWidget(form_);
    left->addStretch(1);
    middle->addLayout(left);
    middle->addSpacing(8);
    middle->addWidget(preview_, 1);
    auto* column = new QVBoxLayout(this);
    column->addLayout(middle, 1);
    column->addLayout(below);
    column->addWidget(message_);
    column->addWidget(buttons_);

    connect(file_, &QLineEdit::textEdited, this, &ExportDialog::fileEdited);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::browse);
    connect(copy_, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(command()); });
    connect(buttons_, &QDialogButtonBox::accepted, this, &ExportDialog::save);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ExportDialog::remember(const ExportMemory& memory) {
    ExportRequest request;
    try {
        if (!memory.options.isEmpty()) request = export_request_from_json(memory.options.toStdString());
    } catch (const Error&) {
        request = {};   // of another version: begin anew
    }
    request.figure.title.clear();   // of other runs
    const QString folder = QFileInfo(memory.folder).isDir() ? memory.folder : defaultFolder();
    namedByUser_ = false;
    file_->setText(QDir::toNativeSeparators(QDir(folder).filePath(QStringLiteral("curves"))));
    form_->setRequest(request);
}

ExportMemory ExportDialog::memory() const {
    ExportRequest options = form_->request();
    return {QString::fromStdString(export_request_to_json(options)), QFileInfo(file()).path()};
}

void ExportDialog::setFile(const QString& file) {
    file_->setText(QDir::toNativeSeparators(file));
    fileEdited();
}

QString ExportDialog::file() const { return QDir::fromNativeSeparators(file_->text().trimmed()); }

/// "random-labels.png", "true-labels-and-3-more-loss.png".
QString ExportDialog::proposedName() const {
    QStringList names;
    for (const FigurePanel& chart : chosenCharts()) {
        for (const ChartLine& line : chart.content.lines) {
            const QString name = line.runName.section(QStringLiteral(" (n = "), 0, 0);   // of a mean
            if (!names.contains(name)) names << name;
        }
    }
    QString name = names.isEmpty() ? QStringLiteral("curves") : QString::fromStdString(slug(names.front().toStdString()));
    if (name.isEmpty()) name = QStringLiteral("curves");
    if (names.size() > 1) name += QStringLiteral("-and-%1-more").arg(names.size() - 1);
    if (form_->chart() >= 0) {
        const QString title = figureTitle(charts_[static_cast<std::size_t>(form_->chart())].content);
        name += u'-' + QString::fromStdString(slug(title.toStdString()));
    }
    return name;
}

/// The ending decides the format where it is one's, the format decides the ending otherwise: they never disagree.
void ExportDialog::fileEdited() {
    namedByUser_ = true;
    if (const auto format = format_of(file().toStdString())) form_->setFormat(*format);
    formChanged();
}

void ExportDialog::formChanged() {
    const QFileInfo now(file());
    if (!namedByUser_) {
        file_->setText(
            QDir::toNativeSeparators(QDir(now.path()).filePath(proposedName() + u'.' + endingOf(form_->format()))));
    } else if (const auto format = format_of(file().toStdString()); format && *format != form_->format()) {
        file_->setText(
            QDir::toNativeSeparators(QDir(now.path()).filePath(now.completeBaseName() + u'.' + endingOf(form_->format()))));
    }
    message_->setVisible(false);
    replacing_.clear();
    save_->setText(tr("&Save"));
    later_->start(pause);
}

void ExportDialog::refresh() {
    const ExportRequest now = request();
    if (now.format == ExportFormat::Csv)
        preview_->showTable(now.curves);
    else
        preview_->showFigure({.panels = chosenCharts(), .options = now.figure, .format = now.format});
    const QString words = command();
    command_->setText(words.isEmpty() ? beyondRequest(chosenCharts()) : words);
    command_->setCursorPosition(0);
    copy_->setEnabled(!words.isEmpty());
}

QString ExportDialog::command() const {
    const std::vector<FigurePanel> charts = chosenCharts();
    if (charts.empty() || !beyondRequest(charts).isEmpty()) return {};
    std::vector<std::string> words = export_command(request(), file().toStdString());
    words.emplace_back("--force");   // it draws again what this dialog is about to write
    return shellCommand(words);
}

void ExportDialog::browse() {
    auto* dialog = new QFileDialog(this, tr("Export to"), QFileInfo(file()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite);   // asked in this dialog, for typed names, too
    dialog->setDefaultSuffix(endingOf(form_->format()));
    dialog->setNameFilter(QStringLiteral("*.") + endingOf(form_->format()));
    dialog->selectFile(QFileInfo(file()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::setFile);
    dialog->show();
}

std::vector<FigurePanel> ExportDialog::chosenCharts() const {
    const int place = form_->chart();
    std::vector<FigurePanel> chosen;
    if (place >= 0)
        chosen.push_back(charts_[static_cast<std::size_t>(place)]);
    else
        chosen = charts_;
    std::erase_if(chosen, [](const FigurePanel& panel) { return panel.content.lines.empty(); });
    return chosen;
}

ExportRequest ExportDialog::request() const {
    ExportRequest request = form_->request();
    const TableLayout layout = request.curves.layout;
    request.curves = requestOf(chosenCharts());
    request.curves.layout = layout;
    return request;
}

void ExportDialog::completeFileName() {
    if (file().isEmpty() || format_of(file().toStdString()) == form_->format()) return;
    file_->setText(file_->text().trimmed() + u'.' + endingOf(form_->format()));
}

void ExportDialog::save() {
    completeFileName();
    const QString target = file();
    if (target.isEmpty()) return tell(tr("No file is named: choose one."), true);
    if (chosenCharts().empty()) return tell(tr("No line is shown in these charts: switch one on in the legend."), true);
    if (QFileInfo(target).isDir()) return tell(tr("%1 is a folder: name a file in it.").arg(target), true);
    if (QFileInfo::exists(target) && replacing_ != target) {
        replacing_ = target;
        save_->setText(tr("&Replace"));
        return tell(tr("%1 exists. Replace it?").arg(QFileInfo(target).fileName()), false);
    }
    write(request(), target);
}

void ExportDialog::write(const ExportRequest& request, const QString& file) {
    save_->setEnabled(false);
    form_->setEnabled(false);
    tell(tr("Writing %1").arg(QFileInfo(file).fileName()), false);
    writing_ = true;
    const auto work = [request, file, panels = chosenCharts()] {
        try {
            atomic_write(file.toStdString(), contentOf(request, panels));
        } catch (const std::exception& error) {
            // Here too: the program may end before the dialog can tell.
            std::fprintf(stderr, "overfit-workbench: %s\n", error.what());
            return QString::fromStdString(error.what());
        }
        return QString();
    };
    inBackground(this, work, [this, file](const QString& problem) { written(file, problem); });
}

void ExportDialog::written(const QString& file, const QString& problem) {
    writing_ = false;
    save_->setEnabled(true);
    form_->setEnabled(true);
    if (!problem.isEmpty()) {
        if (std::exchange(closesWhenWritten_, false)) show();
        return tell(problem, true);
    }
    Q_EMIT exported(file);
    accept();
}

void ExportDialog::tell(const QString& text, bool failed) {
    QPalette colours = palette();
    if (failed) colours.setColor(QPalette::WindowText, chartTheme(palette()).failure);
    message_->setPalette(colours);
    message_->setText(text);
    message_->setVisible(true);
}

}   // namespace overfit::ui
