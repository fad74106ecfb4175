#include "ui/experiment_form/field_units.h"

#include "core/config/dataset_facts.h"
#include "core/support/text.h"

#include <QCoreApplication>

namespace overfit::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(overfit::ui::FieldUnits)
};

QString ofAll(std::int64_t chosen, std::int64_t all) {
    if (all == 0) return chosen == 0 ? Words::tr("= all") : QString();
    return (chosen == 0 ? Words::tr("= all %1") : Words::tr("of %1")).arg(QString::fromStdString(with_thousands(all)));
}

}   // namespace

QString unitText(const Field& field, const ExperimentConfig& config) {
    const DatasetFacts* facts = find_dataset_facts(config.data.dataset);
    if (field.path == "data.train_examples") return ofAll(config.data.train_examples, facts ? facts->train_examples : 0);
    if (field.path == "data.test_examples") return ofAll(config.data.test_examples, facts ? facts->test_examples : 0);
    if (field.path == "data.crop" && config.data.crop == 0) return Words::tr("= whole image");
    if (field.path == "data.resize" && config.data.resize == 0) return Words::tr("= as it is");
    if (field.path == "training.early_stopping.patience" && config.training.early_stopping.patience == 0) {
        return Words::tr("= off");
    }
    return QString::fromStdString(field.unit);
}

}   // namespace overfit::ui
