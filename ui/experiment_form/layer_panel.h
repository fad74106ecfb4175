#pragma once

#include "core/config/experiment_config.h"
#include "ui/experiment_form/form_facts.h"

#include <QWidget>

class QPushButton;
class QTableWidget;

namespace overfit::ui {

class Disclosure;
class NoteLabel;

/// The chosen model, layer by layer, on demand: output shapes, parameters, multiply-adds, the memory of the training.
class LayerPanel : public QWidget {
    Q_OBJECT
public:
    explicit LayerPanel(QWidget* parent = nullptr);

    void showModel(const ExperimentConfig& config, const FormFacts& facts);

Q_SIGNALS:
    void statusMessage(const QString& text);

private:
    QWidget* buildContent();
    void fill();
    void copyText();
    void copyMarkdown();

    ExperimentConfig config_;
    FormFacts facts_;
    Disclosure* disclosure_;
    NoteLabel* problem_;
    QTableWidget* table_;
    NoteLabel* memory_;
    QWidget* buttons_;
};

/// "20 layers · 1,649,402 parameters · 204.2 M multiply-adds"; why not, or that they are being counted, where unknown.
QString layersText(const FormFacts& facts);

/// "204.2 M": four significant digits.
QString shortCount(std::int64_t count);

}   // namespace overfit::ui
