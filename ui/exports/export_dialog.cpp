#include "ui/exports/export_dialog.h"

#include "core/support/atomic_file.h"
#include "core/support/error.h"

#include <QCheckBox>
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
#include <array>

namespace overfit::ui {

namespace {

enum class Format { Png, Svg, Pdf, Csv };

constexpr std::array suffixes{"png", "svg", "pdf", "csv"};

QString suffixOf(Format format) { return QString::fromLatin1(suffixes[static_cast<std::size_t>(format)]); }

QSpinBox* pixelBox(int value, const QString& name, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setRange(smallestFigure, largestFigure);
    box->setValue(value);
    box->setSuffix(ExportDialog::tr(" px"));
    box->setAccessibleName(name);
    return box;
}

}   // namespace

ExportDialog::ExportDialog(std::vector<ChartContent> charts, CurveRequest curves, QWidget* parent)
    : QDialog(parent),
      charts_(std::move(charts)),
      curves_(std::move(curves)),
      format_(new QComboBox(this)),
      file_(new QLineEdit(this)),
      width_(pixelBox(2400, tr("Width"), this)),
      height_(pixelBox(1000, tr("Height"), this)),
      dpi_(new QSpinBox(this)),
      transparent_(new QCheckBox(tr("Transparent background"), this)),
      layout_(new QComboBox(this)),
      problem_(new QLabel(this)) {
    setWindowTitle(tr("Export charts"));
    setAttribute(Qt::WA_DeleteOnClose);
    format_->addItem(tr("PNG: image"), static_cast<int>(Format::Png));
    format_->addItem(tr("SVG: drawing, stays sharp"), static_cast<int>(Format::Svg));
    format_->addItem(tr("PDF: for a paper"), static_cast<int>(Format::Pdf));
    format_->addItem(tr("CSV: every point as a table"), static_cast<int>(Format::Csv));
    format_->setAccessibleName(tr("Format"));
    layout_->addItem(tr("Tidy: one value a line"), static_cast<int>(TableLayout::Tidy));
    layout_->addItem(tr("Wide: one column a curve"), static_cast<int>(TableLayout::Wide));
    layout_->setAccessibleName(tr("Table layout"));
    dpi_->setRange(30, 1200);
    dpi_->setValue(150);
    dpi_->setSuffix(tr(" dpi"));
    dpi_->setAccessibleName(tr("Dots per inch"));
    dpi_->setToolTip(tr("Text and lines grow with it; the size in pixels stays"));
    file_->setText(QDir::home().filePath(QStringLiteral("charts.png")));
    file_->setAccessibleName(tr("File"));
    file_->setMinimumWidth(320);
    problem_->setTextFormat(Qt::PlainText);
    problem_->setWordWrap(true);
    problem_->setVisible(false);

    auto* browse = new QPushButton(tr("Choose…"), this);
    auto* fileRow = new QHBoxLayout;
    fileRow->addWidget(file_, 1);
    fileRow->addWidget(browse);
    auto* sizeRow = new QHBoxLayout;
    sizeRow->addWidget(width_);
    sizeRow->addWidget(new QLabel(QStringLiteral("×"), this));
    sizeRow->addWidget(height_);
    sizeRow->addWidget(dpi_);
    sizeRow->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    auto* form = new QFormLayout(this);
    form->addRow(tr("Format"), format_);
    form->addRow(tr("File"), fileRow);
    form->addRow(tr("Size"), sizeRow);
    form->addRow(QString(), transparent_);
    form->addRow(tr("Table"), layout_);
    form->addRow(problem_);
    form->addRow(buttons);
    connect(browse, &QPushButton::clicked, this, &ExportDialog::chooseFile);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::formatChanged);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::write);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    formatChanged();
}

void ExportDialog::formatChanged() {
    const auto format = static_cast<Format>(format_->currentData().toInt());
    for (QWidget* control : std::initializer_list<QWidget*>{width_, height_, dpi_, transparent_})
        control->setEnabled(format != Format::Csv);
    layout_->setEnabled(format == Format::Csv);
    const QFileInfo info(file_->text());
    const QString stem = info.completeBaseName().isEmpty() ? QStringLiteral("charts") : info.completeBaseName();
    file_->setText(info.dir().filePath(stem + QLatin1Char('.') + suffixOf(format)));
}

void ExportDialog::chooseFile() {
    const auto format = static_cast<Format>(format_->currentData().toInt());
    auto* dialog = new QFileDialog(this, tr("Export to"), file_->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffixOf(format));
    connect(dialog, &QFileDialog::fileSelected, file_, &QLineEdit::setText);
    dialog->open();
}

void ExportDialog::write() {
    const auto format = static_cast<Format>(format_->currentData().toInt());
    const QString file = file_->text().trimmed();
    try {
        if (file.isEmpty()) throw UsageError({.where = "", .problem = "no file is named", .remedy = "choose one"});
        if (format == Format::Csv) {
            CurveRequest request = curves_;
            request.layout = static_cast<TableLayout>(layout_->currentData().toInt());
            atomic_write(file.toStdString(), curves_as_csv(request));
        } else {
            const auto background = transparent_->isChecked() ? FigureBackground::Transparent : FigureBackground::White;
            const FigureRequest request{charts_, {width_->value(), height_->value()}, dpi_->value(), background};
            writeFigure(request, static_cast<FigureFormat>(format), file.toStdString());
        }
        Q_EMIT exported(file);
        close();
    } catch (const std::exception& error) {
        problem_->setText(QString::fromUtf8(error.what()));
        problem_->setVisible(true);
    }
}

}   // namespace overfit::ui
