#include "core/config/field_builder.h"

namespace overfit {

std::vector<Field> recording_fields() {
    return {
        OVERFIT_FIELD(evaluation.every_epochs, "Evaluate every")
            .help("Epochs between two evaluations. The untrained network and the last epoch are always evaluated.")
            .between(1, 1'000'000)
            .unit("epochs")
            .advanced(),
        OVERFIT_FIELD(evaluation.step_interval, "Report every")
            .help("Steps between two reports of running loss and accuracy; each one waits for the device.")
            .between(1, 1'000'000)
            .unit("steps")
            .advanced(),
        OVERFIT_FIELD(evaluation.save_predictions, "Save predictions")
            .help("Whether each evaluation stores the predicted class of every example: which ones were memorised when.")
            .advanced(),
        OVERFIT_FIELD(checkpoint.every_epochs, "Checkpoint every")
            .help("Epochs between two checkpoints, 0 = not by epochs. The last weights are always kept.")
            .between(0, 1'000'000)
            .unit("epochs")
            .advanced(),
        OVERFIT_FIELD(checkpoint.every_minutes, "Checkpoint after")
            .help("Minutes after which a checkpoint is written, 0 = not by time. A resumed run goes on from the newest.")
            .between(0, 10'080)
            .unit("minutes")
            .advanced(),
        OVERFIT_FIELD(checkpoint.keep, "Checkpoints kept")
            .help("How many of the newest checkpoints stay on disk.")
            .between(1, 1'000)
            .advanced(),
    };
}

}   // namespace overfit
