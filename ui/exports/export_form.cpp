#include "ui/exports/export_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>
#include <utility>

namespace overfit::ui {

namespace {

QSpinBox* numberBox(int least, int most, int step, const QString& name) {
    auto* box = new QSpinBox;
    box->setRange(least, most);
    box->setSingleStep(step);
    box->setGroupSeparatorShown(true);
    box->setKeyboardTracking(false);   // a number half typed is no size
    box->setAccessibleName(name);
    return box;
}

QComboBox* choiceBox(const QList<std::pair<QString, int>>& choices, const QString& name) {
    auto* box = new QComboBox;
    for (const auto& [text, value] : choices) box->addItem(text, value);
    box->setAccessibleName(name);
    return box;
}

template <typename Value>
std::pair<QString, int> choice(const QString& text, Value value) {
    return {text, static_cast<int>(value)};
}

void choose(QComboBox* box, int value) { box->setCurrentIndex(std::max(0, box->findData(value))); }

}   // namespace

ExportForm::ExportForm(const QStringList& charts, QWidget* parent)
    : QWidget(parent), charts_(charts), form_(new QFormLayout(this)) {
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addWhat();
    addSize();
    addLook();
    addText();
    for (QComboBox* box : {format_, chart_, legend_, background_, layout_})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportForm::change);
    for (QSpinBox* box : {width_, height_, dpi_}) {
        connect(box, &QSpinBox::valueChanged, this, [this] {
            if (!filling_) choose(preset_, -1);
            change();
        });
    }
    connect(points_, &QSpinBox::valueChanged, this, &ExportForm::change);
    connect(font_, &QDoubleSpinBox::valueChanged, this, &ExportForm::change);
    connect(title_, &QLineEdit::textChanged, this, &ExportForm::change);
    for (QCheckBox* box : {raw_, markers_}) connect(box, &QCheckBox::toggled, this, &ExportForm::change);
    connect(preset_, &QComboBox::currentIndexChanged, this, &ExportForm::chooseSize);
    setRequest({});
}

void ExportForm::addWhat() {
    format_ = choiceBox({choice(tr("PNG image"), ExportFormat::Png), choice(tr("SVG drawing"), ExportFormat::Svg),
                         choice(tr("PDF page"), ExportFormat::Pdf), choice(tr("CSV table"), ExportFormat::Csv),
                         choice(tr("LaTeX with pgfplots"), ExportFormat::Pgfplots)},
                        tr("Format"));
    form_->addRow(tr("&Format"), format_);
    chart_ = choiceBox({choice(tr("all, as one figure"), -1)}, tr("Charts"));
    for (int i = 0; i < charts_.size(); ++i) chart_->addItem(charts_[i], i);
    form_->addRow(tr("&Charts"), chart_);
}

void ExportForm::addSize() {
    preset_ = choiceBox({choice(tr("as below"), -1)}, tr("Size for"));
    int place = 0;
    for (const FigureSize& size : figure_sizes())
        preset_->addItem(QString::fromUtf8(size.title.data(), static_cast<qsizetype>(size.title.size())), place++);
    form_->addRow(tr("Size f&or"), preset_);
    width_ = numberBox(kSmallestFigureWidth, kLargestFigureSide, 100, tr("Width in pixels"));
    height_ = numberBox(kSmallestFigureHeight, kLargestFigureSide, 100, tr("Height in pixels"));
    dpi_ = numberBox(kLowestDpi, kHighestDpi, 50, tr("Resolution"));
    dpi_->setSuffix(tr(" dpi"));
    sizeRow_ = new QWidget(this);
    auto* row = new QHBoxLayout(sizeRow_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(width_);
    row->addWidget(new QLabel(QStringLiteral("×"), this));
    row->addWidget(height_);
    row->addWidget(new QLabel(tr("pixels at"), this));
    row->addWidget(dpi_);
    row->addStretch(1);
    form_->addRow(tr("&Size"), sizeRow_);
    static_cast<QLabel*>(form_->labelForField(sizeRow_))->setBuddy(width_);
    sizeText_ = new QLabel(this);
    sizeText_->setTextFormat(Qt::PlainText);
    form_->addRow(QString(), sizeText_);
    font_ = new QDoubleSpinBox(this);
    font_->setRange(kSmallestFont, kLargestFont);
    font_->setDecimals(1);
    font_->setSuffix(tr(" pt"));
    font_->setAccessibleName(tr("Font size"));
    form_->addRow(tr("Fo&nt"), font_);
}

void ExportForm::addLook() {
    title_ = new QLineEdit(this);
    title_->setAccessibleName(tr("Title"));
    title_->setPlaceholderText(tr("none"));
    form_->addRow(tr("&Title"), title_);
    legend_ = choiceBox({choice(tr("below"), LegendPlace::Below), choice(tr("at the right"), LegendPlace::Right),
                         choice(tr("none"), LegendPlace::None)},
                        tr("Legend"));
    form_->addRow(tr("&Legend"), legend_);
    background_ = choiceBox({{tr("white"), 0}, {tr("transparent"), 1}}, tr("Background"));
    form_->addRow(tr("&Background"), background_);
    raw_ = new QCheckBox(tr("&Raw line under a smoothed one"), this);
    form_->addRow(QString(), raw_);
    markers_ = new QCheckBox(tr("A shape for each run: told apart in &grey"), this);
    form_->addRow(QString(), markers_);
}

void ExportForm::addText() {
    layout_ = choiceBox(
        {choice(tr("tidy: one value a line"), TableLayout::Tidy), choice(tr("wide: one column a curve"), TableLayout::Wide)},
        tr("Layout"));
    form_->addRow(tr("La&yout"), layout_);
    points_ = numberBox(0, 1'000'000, 100, tr("Points of a curve"));
    points_->setSpecialValueText(tr("every point"));
    points_->setPrefix(tr("at most "));
    form_->addRow(tr("&Points"), points_);
}

void ExportForm::chooseSize() {
    const int place = preset_->currentData().toInt();
    if (place < 0 || filling_) return;
    ExportRequest chosen = request();
    chosen.figure = in_size(chosen.figure, figure_sizes()[static_cast<std::size_t>(place)]);
    setRequest(chosen);
}

ExportRequest ExportForm::request() const {
    ExportRequest request;
    request.format = format();
    request.curves.layout = static_cast<TableLayout>(layout_->currentData().toInt());
    request.figure = {.width = width_->value(),
                      .height = height_->value(),
                      .dpi = dpi_->value(),
                      .font_points = font_->value(),
                      .transparent = background_->currentData().toInt() == 1,
                      .title = title_->text().simplified().toStdString(),
                      .legend = static_cast<LegendPlace>(legend_->currentData().toInt()),
                      .raw = raw_->isChecked(),
                      .markers = markers_->isChecked(),
                      .most_points = points_->value() == 1 ? 2 : points_->value()};
    return request;
}

void ExportForm::setRequest(const ExportRequest& request) {
    filling_ = true;
    const FigureOptions& figure = request.figure;
    choose(format_, static_cast<int>(request.format));
    choose(layout_, static_cast<int>(request.curves.layout));
    width_->setValue(figure.width);
    height_->setValue(figure.height);
    dpi_->setValue(figure.dpi);
    font_->setValue(figure.font_points);
    title_->setText(QString::fromStdString(figure.title));
    choose(legend_, static_cast<int>(figure.legend));
    choose(background_, figure.transparent ? 1 : 0);
    raw_->setChecked(figure.raw);
    markers_->setChecked(figure.markers);
    points_->setValue(figure.most_points);
    int preset = -1, place = 0;
    for (const FigureSize& size : figure_sizes()) {
        if (in_size(figure, size) == figure) preset = place;
        ++place;
    }
    choose(preset_, preset);
    filling_ = false;
    change();
}

ExportFormat ExportForm::format() const { return static_cast<ExportFormat>(format_->currentData().toInt()); }
void ExportForm::setFormat(ExportFormat format) { choose(format_, static_cast<int>(format)); }
int ExportForm::chart() const { return chart_->currentData().toInt(); }

void ExportForm::setSmoothed(bool smoothed) {
    smoothed_ = smoothed;
    showRows();
}

void ExportForm::showRows() {
    const bool csv = format() == ExportFormat::Csv, latex = format() == ExportFormat::Pgfplots, figure = !csv;
    const auto show = [this](QWidget* field, bool shown) {
        field->setVisible(shown);
        if (QWidget* label = form_->labelForField(field)) label->setVisible(shown);
    };
    for (QWidget* field : {static_cast<QWidget*>(preset_), sizeRow_, static_cast<QWidget*>(sizeText_),
                           static_cast<QWidget*>(title_), static_cast<QWidget*>(legend_), static_cast<QWidget*>(markers_)})
        show(field, figure);
    show(font_, figure && !latex);   // LaTeX sets the text in the paper's own font
    show(background_, figure && !latex);
    show(raw_, figure && smoothed_);
    show(layout_, csv);
    show(points_, latex);
}

void ExportForm::tellSize() {
    const auto centimetres = [this](int pixels) { return QString::number(2.54 * pixels / dpi_->value(), 'f', 1); };
    sizeText_->setText(tr("%1 × %2 cm in print").arg(centimetres(width_->value()), centimetres(height_->value())));
}

void ExportForm::change() {
    if (filling_) return;
    showRows();
    tellSize();
    Q_EMIT changed();
}

}   // namespace overfit::ui
