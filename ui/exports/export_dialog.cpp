#include "ui/exports/export_dialog.h"

#include "core/exports/curve_table.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "ui/charts/chart_style.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <algorithm>

namespace overfit::ui {

namespace {

/// Where people look for what they saved.
QString defaultFolder() {
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(documents).exists() ? documents : QDir::homePath();
}

QSpinBox* pixelBox(int value, int least, int most, const QString& name) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setSingleStep(100);
    box->setValue(value);
    box->setGroupSeparatorShown(true);
    box->setAccessibleName(name);
    return box;
}

}   // namespace

ExportDialog::ExportDialog(std::vector<FigurePanel> charts, QWidget* parent) : QDialog(parent), charts_(std::move(charts)) {
    setWindowTitle(tr("Export charts"));
    buildForm();
    problem_ = new QLabel(this);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setWordWrap(true);
    problem_->setVisible(false);
    problem_->setAccessibleName(tr("Problem"));
    buttons_ = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    connect(buttons_, &QDialogButtonBox::accepted, this, &ExportDialog::save);
    connect(buttons_, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addLayout(form_);
    column->addWidget(problem_);
    column->addWidget(buttons_);
    setFile(QDir(defaultFolder()).filePath(QStringLiteral("curves.png")));
    kindChanged();
    setMinimumWidth(460);
}

void ExportDialog::buildForm() {
    form_ = new QFormLayout;
    kind_ = new QComboBox(this);
    kind_->addItem(tr("PNG image"), static_cast<int>(Kind::Png));
    kind_->addItem(tr("SVG drawing"), static_cast<int>(Kind::Svg));
    kind_->addItem(tr("PDF page"), static_cast<int>(Kind::Pdf));
    kind_->addItem(tr("CSV table with every point"), static_cast<int>(Kind::Csv));
    kind_->setAccessibleName(tr("Format"));
    form_->addRow(tr("&Format"), kind_);
    which_ = new QComboBox(this);
    which_->addItem(tr("all, as one figure"), -1);
    for (std::size_t i = 0; i < charts_.size(); ++i) which_->addItem(charts_[i].content.title, static_cast<int>(i));
    which_->setAccessibleName(tr("Charts"));
    form_->addRow(tr("&Charts"), which_);

    width_ = pixelBox(1800, smallestFigure.width(), 10000, tr("Width in pixels"));
    height_ = pixelBox(750, smallestFigure.height(), 10000, tr("Height in pixels"));
    dpi_ = pixelBox(150, lowestDpi, highestDpi, tr("Resolution"));
    dpi_->setSuffix(tr(" dpi"));
    dpi_->setSingleStep(50);
    sizeText_ = new QLabel(this);
    auto* size = new QHBoxLayout;
    size->addWidget(width_);
    size->addWidget(new QLabel(QStringLiteral("×"), this));
    size->addWidget(height_);
    size->addWidget(new QLabel(tr("pixels at"), this));
    size->addWidget(dpi_);
    size->addStretch(1);
    form_->addRow(tr("&Size"), size);
    form_->addRow(QString(), sizeText_);
    background_ = new QComboBox(this);
    background_->addItem(tr("white"), static_cast<int>(FigureBackground::White));
    background_->addItem(tr("transparent"), static_cast<int>(FigureBackground::Transparent));
    background_->setAccessibleName(tr("Background"));
    form_->addRow(tr("&Background"), background_);

    file_ = new QLineEdit(this);
    file_->setAccessibleName(tr("File"));
    auto* choose = new QPushButton(tr("Choose…"), this);
    choose->setAccessibleName(tr("Choose the file"));
    auto* place = new QHBoxLayout;
    place->addWidget(file_, 1);
    place->addWidget(choose);
    form_->addRow(tr("F&ile"), place);

    connect(kind_, &QComboBox::currentIndexChanged, this, &ExportDialog::kindChanged);
    for (QSpinBox* box : {width_, height_, dpi_}) connect(box, &QSpinBox::valueChanged, this, &ExportDialog::updateSizeText);
    connect(choose, &QPushButton::clicked, this, &ExportDialog::browse);
    updateSizeText();
}

ExportDialog::Kind ExportDialog::kind() const { return static_cast<Kind>(kind_->currentData().toInt()); }

QString ExportDialog::ending() const {
    switch (kind()) {
        case Kind::Png: return QStringLiteral("png");
        case Kind::Svg: return QStringLiteral("svg");
        case Kind::Pdf: return QStringLiteral("pdf");
        case Kind::Csv: break;
    }
    return QStringLiteral("csv");
}

void ExportDialog::setFile(const QString& file) { file_->setText(QDir::toNativeSeparators(file)); }

void ExportDialog::kindChanged() {
    const bool figure = kind() != Kind::Csv;
    for (QWidget* widget : {static_cast<QWidget*>(width_), static_cast<QWidget*>(height_), static_cast<QWidget*>(dpi_),
                            static_cast<QWidget*>(background_), static_cast<QWidget*>(sizeText_)})
        widget->setEnabled(figure);
    const QFileInfo now(file_->text());
    setFile(QDir(now.path()).filePath(now.completeBaseName() + u'.' + ending()));
}

void ExportDialog::updateSizeText() {
    const auto centimetres = [this](int pixels) { return QString::number(2.54 * pixels / dpi_->value(), 'f', 1); };
    sizeText_->setText(
        tr("%1 × %2 cm in print, text 9 pt").arg(centimetres(width_->value()), centimetres(height_->value())));
}

void ExportDialog::browse() {
    auto* dialog = new QFileDialog(this, tr("Export to"), QFileInfo(file_->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending());
    dialog->setNameFilter(QStringLiteral("*.") + ending());
    dialog->selectFile(QFileInfo(file_->text()).fileName());
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::setFile);
    dialog->open();
}

std::vector<FigurePanel> ExportDialog::chosenCharts() const {
    const int place = which_->currentData().toInt();
    std::vector<FigurePanel> chosen;
    if (place >= 0)
        chosen.push_back(charts_[static_cast<std::size_t>(place)]);
    else
        chosen = charts_;
    std::erase_if(chosen, [](const FigurePanel& panel) { return panel.content.lines.empty(); });
    return chosen;
}

/// From the run folders, not from the drawn lines: every point, with step, epoch and time.
void ExportDialog::writeTable(const QString& file) const {
    CurveRequest request;
    const std::vector<FigurePanel> charts = chosenCharts();
    if (charts.empty())
        throw UsageError(
            {.where = "", .problem = "no line is shown in these charts", .remedy = "switch one on in the legend"});
    for (const FigurePanel& panel : charts) {
        for (const ChartLine& line : panel.content.lines) {
            const std::string metric(line.metric->name);
            for (const QString& id : line.meanOf.isEmpty() ? QStringList{line.runId} : line.meanOf) {
                const std::filesystem::path run = id.toStdString();
                if (std::find(request.runs.begin(), request.runs.end(), run) == request.runs.end())
                    request.runs.push_back(run);
            }
            if (std::find(request.metrics.begin(), request.metrics.end(), metric) == request.metrics.end())
                request.metrics.push_back(metric);
        }
    }
    request.axis = charts.front().content.axis;
    request.smoothing = charts.front().content.smoothing;
    atomic_write(file.toStdString(), curves_as_csv(request));
}

void ExportDialog::save() {
    const QString file = QDir::fromNativeSeparators(file_->text().trimmed());
    try {
        if (file.isEmpty()) throw UsageError({.where = "", .problem = "no file is named", .remedy = "choose one"});
        if (kind() == Kind::Csv) {
            writeTable(file);
        } else {
            constexpr FigureFormat formats[] = {FigureFormat::Png, FigureFormat::Svg, FigureFormat::Pdf};
            exportFigure({.panels = chosenCharts(),
                          .format = formats[static_cast<int>(kind())],
                          .size = {width_->value(), height_->value()},
                          .dpi = dpi_->value(),
                          .background = static_cast<FigureBackground>(background_->currentData().toInt())},
                         file);
        }
    } catch (const Error& error) {
        problem_->setText(QString::fromStdString(error.what()));
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, chartTheme(palette()).failure);
        problem_->setPalette(colours);
        problem_->setVisible(true);
        return;
    }
    Q_EMIT exported(file);
    accept();
}

}   // namespace overfit::ui
