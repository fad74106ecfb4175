#pragma once

#include "core/config/config_check.h"
#include "core/data/dataset_layout.h"

#include <QObject>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace overfit::ui {

/// Looks in the background whether what an experiment reads is on this machine and fits: the data set, and the file that its
/// labels come from. A folder on the network may take its time.
class DataLookup : public QObject {
    Q_OBJECT
public:
    using Folders = std::vector<std::filesystem::path>;
    /// Called on a thread of the lookup.
    using Locate = std::function<DatasetPresence(const DataConfig&, const Folders& roots)>;

    explicit DataLookup(QObject* parent = nullptr);
    DataLookup(Locate locate, QObject* parent);   // for tests: another finder

    /// The newest question counts; found() follows. Where another data set is asked for than before, it also comes at once
    /// with nothing: what was missing before is of no interest. Another way to draw labels counts as that. given: as for
    /// data_roots().
    void look(const ExperimentConfig& config, const Folders& given);

    /// The same, unless the experiment names the files that it named before: most edits change other things.
    void follow(const ExperimentConfig& config, const Folders& given);

Q_SIGNALS:
    /// missing: problems at data.dataset or data.folder, and at the label file or matrix. canBeFetched: the data set is
    /// missing, and the program knows where to get it.
    void found(const std::vector<overfit::Problem>& missing, bool canBeFetched);

private:
    struct Question {
        DataConfig data;
        LabelCorruption labels;
        Folders roots;
    };
    /// What of an experiment names files, and what in them.
    struct Named {
        std::string dataset, folder;
        LabelDraw draw = LabelDraw::AllClasses;
        std::string matrix, file, column;
        bool operator==(const Named&) const = default;
    };
    static Named namedBy(const ExperimentConfig& config);
    struct Answer {
        std::vector<Problem> missing;
        bool canBeFetched = false;
    };
    static Answer answer(const Question& question, const Locate& locate);
    void begin();
    void end(const Answer& answer);

    const Locate locate_;
    std::optional<Question> question_;   // waits until the one before is answered
    std::optional<Named> named_;         // asked for last
    bool looking_ = false;
};

}   // namespace overfit::ui
