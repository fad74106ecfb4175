#include "ui/experiment_form/experiment_form.h"

#include "core/config/field_table.h"
#include "core/config/presets.h"
#include "ui/experiment_form/field_row.h"
#include "ui/experiment_form/file_control.h"
#include "ui/experiment_form/form_foot.h"
#include "ui/experiment_form/form_model.h"
#include "ui/experiment_form/form_style.h"
#include "ui/experiment_form/layer_panel.h"
#include "ui/experiment_form/preset_chooser.h"
#include "ui/experiment_form/section.h"
#include "ui/experiment_form/section_summaries.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace overfit::ui {
namespace {

enum class SectionId { Data, Corruption, Model, Training, Advanced };
constexpr std::size_t sectionCount = 5;
constexpr std::array sectionNames{"data", "corruption", "model", "training", "advanced"};   // in a settings file

/// The first part of a path: "training" of "training.learning_rate"; empty for the fields at the top level.
std::string_view roomOf(const Field& field) {
    const std::string_view path = field.path;
    const std::size_t dot = path.find('.');
    return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

SectionId sectionOf(const Field& field) {
    if (field.advanced) return SectionId::Advanced;
    const std::string_view room = roomOf(field);
    if (room == "data" || room == "augmentation") return SectionId::Data;
    if (room == "corruption") return SectionId::Corruption;
    if (room == "model") return SectionId::Model;
    return SectionId::Training;
}

/// The room that a section is named after: its fields need no caption.
std::string_view mainRoomOf(SectionId section) {
    switch (section) {
        case SectionId::Data: return "data";
        case SectionId::Corruption: return "corruption";
        case SectionId::Model: return "model";
        case SectionId::Training: return "training";
        case SectionId::Advanced: break;
    }
    return "none";
}

QString captionOf(std::string_view room) {
    static constexpr std::array captions{
        std::pair{"data", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Data")},
        std::pair{"augmentation", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Augmentation")},
        std::pair{"corruption", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Corruption")},
        std::pair{"model", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Model")},
        std::pair{"training", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Training")},
        std::pair{"evaluation", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Evaluation")},
        std::pair{"checkpoint", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Checkpoints")},
        std::pair{"seeds", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Seeds of single draws")},
        std::pair{"", QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Device and seed")}};
    const auto found = std::ranges::find_if(captions, [room](const auto& entry) { return room == entry.first; });
    if (found != captions.end()) return ExperimentForm::tr(found->second);
    return QString::fromUtf8(room.data(), static_cast<qsizetype>(room.size()));
}

std::vector<PresetItem> presetItems() {
    std::vector<PresetItem> items;
    for (const Preset& preset : presets()) {
        QStringList open;
        for (const OpenPoint& point : preset.open) {
            open << QString::fromStdString(open_point_text(point, preset.config)) + QLatin1Char('.');
        }
        items.push_back({.name = QString::fromStdString(preset.name),
                         .title = QString::fromStdString(preset.title),
                         .summary = QString::fromStdString(preset.summary),
                         .source = QString::fromStdString(preset.source),
                         .openPoints = open,
                         .config = preset.config});
    }
    return items;
}

}   // namespace

/// Widgets and model, and the way between them.
struct ExperimentForm::State {
    explicit State(ExperimentForm& owner);

    void buildSections(QWidget* parent, QVBoxLayout* column);
    FieldRow* makeRow(const Field& field, FieldRow::Columns columns, QWidget* parent);
    void put(const std::vector<FieldRow*>& edited, const FieldValue& value);
    void settle(FormChange change, Typed typed, PresetChooser::Change kind);
    void refreshSections();
    void showSize();
    FieldRow* rowOf(const std::string& path) const;
    Section* sectionOfRow(const FieldRow* row) const;

    ExperimentForm& form;
    FormModel model;
    FormFacts facts;
    QScrollArea* scroll = nullptr;
    PresetChooser* presetChooser = nullptr;
    std::vector<FieldRow*> rows;
    std::array<Section*, sectionCount> sections{};
    LayerPanel* layers = nullptr;
    FormFoot* foot = nullptr;
    bool telling = false;   // inside configChanged(): an equal setConfig() is its echo
};

ExperimentForm::State::State(ExperimentForm& owner) : form(owner) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, metrics::gap, metrics::gap, metrics::gap);
    column->setSpacing(0);

    auto* top = new QWidget(content);
    auto* topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(metrics::margin, 0, 0, metrics::gap + 2);
    topColumn->setSpacing(metrics::rowSpacing);
    presetChooser = new PresetChooser(presetItems(), top);
    topColumn->addWidget(presetChooser);
    if (const Field* name = find_field("name")) topColumn->addWidget(makeRow(*name, FieldRow::Columns::WideControl, top));
    column->addWidget(top);
    buildSections(content, column);
    column->addStretch();

    scroll = new QScrollArea(&form);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);   // the fields in it take the focus
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    foot = new FormFoot(&form);
    auto* layout = new QVBoxLayout(&form);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addWidget(foot);

    QObject::connect(presetChooser, &PresetChooser::chosen, &form, [this](const ExperimentConfig& config) {
        settle(model.replace(config), Typed::Drop, PresetChooser::Change::Replaced);
    });
    QObject::connect(layers, &LayerPanel::statusMessage, &form, &ExperimentForm::statusMessage);
    QObject::connect(foot, &FormFoot::firstProblemRequested, &form, &ExperimentForm::focusFirstProblem);
}

void ExperimentForm::State::buildSections(QWidget* parent, QVBoxLayout* column) {
    static constexpr std::array titles{QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Data"),
                                       QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Corruption"),
                                       QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Model"),
                                       QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Training"),
                                       QT_TRANSLATE_NOOP("overfit::ui::ExperimentForm", "Advanced")};
    for (std::size_t index = 0; index < sectionCount; ++index) {
        // Section by section, so that the tab order is the reading order.
        const auto id = static_cast<SectionId>(index);
        auto* section = new Section(tr(titles[index]), parent);
        std::string_view room = mainRoomOf(id);
        for (const Field& field : field_table()) {
            if (field.path == "name" || sectionOf(field) != id) continue;
            if (roomOf(field) != room) {
                room = roomOf(field);
                section->beginGroup(captionOf(room));
            }
            // Paths are long.
            const bool wide = FileControl::kindOf(field).has_value();
            section->addRow(
                makeRow(field, wide ? FieldRow::Columns::WideControl : FieldRow::Columns::Even, section->body()));
        }
        if (id == SectionId::Model) section->addBelow(layers = new LayerPanel(section->body()));
        column->addWidget(section);
        sections[index] = section;
        QObject::connect(section, &Section::toggled, &form, &ExperimentForm::sectionsChanged);
    }
    sections[static_cast<std::size_t>(SectionId::Advanced)]->setExpanded(false);
}

FieldRow* ExperimentForm::State::makeRow(const Field& field, FieldRow::Columns columns, QWidget* parent) {
    auto* row = new FieldRow(field, columns, parent);
    rows.push_back(row);
    const auto edit = [this, row](const FieldValue& value) {
        settle(model.edit(row->field(), value), Typed::Keep, PresetChooser::Change::ByHand);
    };
    QObject::connect(row, &FieldRow::edited, &form, edit);
    QObject::connect(row, &FieldRow::rejected, &form, [this, row](const QString& message) {
        settle(model.reject(row->field(), message.toStdString()), Typed::Keep, PresetChooser::Change::ByHand);
    });
    QObject::connect(row, &FieldRow::offerTaken, &form,
                     [this, row] { Q_EMIT form.offerTaken(QString::fromStdString(row->field().path)); });
    QObject::connect(row, &FieldRow::revertRequested, &form,
                     [this, row] { put({row}, row->field().get(model.defaults())); });
    return row;
}

void ExperimentForm::State::put(const std::vector<FieldRow*>& edited, const FieldValue& value) {
    FormChange change;
    for (FieldRow* row : edited) {
        const FormChange one = model.edit(row->field(), value);
        change = {.config = change.config || one.config, .problems = change.problems || one.problems};
        row->refresh(model, Typed::Drop);
    }
    settle(change, Typed::Keep, PresetChooser::Change::ByHand);
}

void ExperimentForm::State::settle(FormChange change, Typed typed, PresetChooser::Change kind) {
    for (FieldRow* row : rows) row->refresh(model, typed);
    presetChooser->follow(model.config(), kind);
    model.setBase(presetChooser->chosenConfig());
    refreshSections();
    showSize();
    foot->showProblems(model.problems());
    if (change.config) {
        telling = true;
        Q_EMIT form.configChanged();
        telling = false;
    }
    if (change.problems) Q_EMIT form.problemsChanged();
}

void ExperimentForm::State::refreshSections() {
    const ExperimentConfig& config = model.config();
    const std::array summaries{dataSummary(config), corruptionSummary(config), modelSummary(config), trainingSummary(config),
                               advancedSummary(config)};
    for (std::size_t index = 0; index < sectionCount; ++index) {
        int inside = 0;
        bool rejected = false;
        for (const Problem& problem : model.problems()) {
            const Field* field = find_field(problem.path);
            if (!field || field->path == "name" || sectionOf(*field) != static_cast<SectionId>(index)) continue;
            ++inside;
            rejected = rejected || model.isRejected(*field);
        }
        sections[index]->setSummary(rejected ? ofLastGoodValues(summaries[index]) : summaries[index]);
        sections[index]->setProblemCount(inside);
        sections[index]->refreshCaptions();
    }
}

void ExperimentForm::State::showSize() {
    foot->showSize(model.config(), facts, model.hasRejected() ? FormFoot::Values::LastGood : FormFoot::Values::Shown);
    layers->showModel(model.config(), facts);
}

FieldRow* ExperimentForm::State::rowOf(const std::string& path) const {
    const auto found = std::ranges::find_if(rows, [&](const FieldRow* row) { return row->field().path == path; });
    return found == rows.end() ? nullptr : *found;
}

Section* ExperimentForm::State::sectionOfRow(const FieldRow* row) const {
    const auto found = std::ranges::find_if(sections, [row](const Section* section) { return section->holds(row); });
    return found == sections.end() ? nullptr : *found;
}

ExperimentForm::ExperimentForm(QWidget* parent) : QWidget(parent), state_(std::make_unique<State>(*this)) {
    setAccessibleName(tr("Experiment"));
    setMinimumWidth(qMax(280, 31 * fontMetrics().height() / 2));   // with a large font, the label column grows along
    state_->settle({}, Typed::Drop, PresetChooser::Change::Replaced);
}

ExperimentForm::~ExperimentForm() = default;

const ExperimentConfig& ExperimentForm::config() const { return state_->model.config(); }

void ExperimentForm::setConfig(const ExperimentConfig& config) {
    if (state_->telling && sameConfig(config, state_->model.config())) return;
    state_->settle(state_->model.replace(config), Typed::Drop, PresetChooser::Change::Replaced);
}

void ExperimentForm::showTop() { state_->scroll->ensureVisible(0, 0); }

const std::vector<Problem>& ExperimentForm::problems() const { return state_->model.problems(); }

void ExperimentForm::setExtraProblems(std::vector<Problem> extra) {
    const FormChange change = state_->model.setExtraProblems(std::move(extra));
    if (change.problems) state_->settle(change, Typed::Keep, PresetChooser::Change::ByHand);
}

void ExperimentForm::setFacts(const FormFacts& facts) {
    state_->facts = facts;
    state_->showSize();
}

void ExperimentForm::setOffer(const QString& path, const QString& text) {
    if (FieldRow* row = state_->rowOf(path.toStdString())) row->setOffer(text);
}

QByteArray ExperimentForm::openSections() const {
    QJsonObject json;
    for (std::size_t index = 0; index < sectionCount; ++index) {
        json[QLatin1String(sectionNames[index])] = state_->sections[index]->isExpanded();
    }
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

void ExperimentForm::restoreSections(const QByteArray& json) {
    const QJsonObject open = QJsonDocument::fromJson(json).object();
    for (std::size_t index = 0; index < sectionCount; ++index) {
        Section* section = state_->sections[index];
        section->setExpanded(open[QLatin1String(sectionNames[index])].toBool(section->isExpanded()));
    }
}

void ExperimentForm::setPreview(QWidget* preview) {
    state_->sections[static_cast<std::size_t>(SectionId::Corruption)]->addBelow(preview);
}

void ExperimentForm::edit(const QString& path, const FieldValue& value) { edit(QStringList{path}, value); }

void ExperimentForm::edit(const QStringList& paths, const FieldValue& value) {
    std::vector<FieldRow*> edited;
    for (const QString& path : paths) {
        if (FieldRow* row = state_->rowOf(path.toStdString())) edited.push_back(row);
    }
    state_->put(edited, value);
}

void ExperimentForm::focusField(const QString& path) {
    FieldRow* row = state_->rowOf(path.toStdString());
    if (row == nullptr) return;
    if (Section* section = state_->sectionOfRow(row)) section->setExpanded(true);
    state_->scroll->widget()->layout()->activate();   // an opened section has no size before
    state_->scroll->ensureWidgetVisible(row, 0, 2 * metrics::gap);
    row->takeFocus();
}

void ExperimentForm::focusFirstProblem() {
    if (!problems().empty()) focusField(QString::fromStdString(problems().front().path));
}

}   // namespace overfit::ui
