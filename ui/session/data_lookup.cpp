#include "ui/session/data_lookup.h"

#include "core/config/dataset_facts.h"
#include "core/corruption/label_source.h"
#include "core/data/dataset_source.h"
#include "core/support/error.h"
#include "ui/worker/background.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

DatasetPresence locate(const DataConfig& data, const DataLookup::Folders& roots) { return locate_dataset(data, roots); }

bool isImageFolder(const DataConfig& data) { return data.dataset == "image-folder"; }

Problem missingData(const DataConfig& data, const DatasetPresence& presence) {
    if (!isImageFolder(data)) return {"data.dataset", "is not on this machine; " + presence.how_to_get};
    if (data.folder.empty()) {
        return {"data.folder",
                "no folder is named: choose the one with your images, in which train/CLASS and val/CLASS lie"};
    }
    return {"data.folder", "no image folder is found there: " + presence.how_to_get};
}

const char* fieldOf(LabelDraw draw) {
    return draw == LabelDraw::LabelFile ? "corruption.labels.file" : "corruption.labels.matrix";
}

/// "labels.txt:7: expected a class from 0 to 9, found 12": without the field's own name, under which it stands.
std::string wordsOf(const Error& error, const std::string& field) {
    const auto& parts = error.parts();
    std::string words = parts.where == field ? parts.problem : parts.where + ": " + parts.problem;
    return parts.remedy.empty() ? words : words + "; " + parts.remedy;
}

/// What is wrong with the file of labels or of a matrix, as far as it can be told without the images.
std::optional<Problem> labelProblem(const LabelCorruption& labels, const DataConfig& data,
                                    const DataLookup::Folders& roots) {
    const bool named = labels.draw == LabelDraw::LabelFile ? !labels.file.empty() : !labels.matrix.empty();
    if (!named) return std::nullopt;   // check() tells
    try {
        const std::optional<LabelSourceFile> file = read_label_source(labels, roots);
        const DatasetFacts* facts = find_dataset_facts(data.dataset);
        // Of photographs only the files tell how many there are.
        const bool countIsKnown = facts && !facts->any_size() && facts->train_examples > 0;
        const bool fits = facts && facts->classes > 0 && (labels.draw == LabelDraw::TransitionMatrix || countIsKnown);
        if (file && fits) parse_label_source(*file, labels, {.examples = facts->train_examples, .classes = facts->classes});
    } catch (const Error& error) {
        return Problem{fieldOf(labels.draw), wordsOf(error, fieldOf(labels.draw))};
    } catch (const std::exception& error) {
        return Problem{fieldOf(labels.draw), error.what()};
    }
    return std::nullopt;
}

}   // namespace

DataLookup::DataLookup(QObject* parent) : DataLookup(locate, parent) {}

DataLookup::DataLookup(Locate locate, QObject* parent) : QObject(parent), locate_(std::move(locate)) {}

void DataLookup::look(const ExperimentConfig& config, const Folders& given) {
    const std::optional<Named> before = std::exchange(named_, namedBy(config));
    const bool other =
        !before || before->dataset != named_->dataset || before->folder != named_->folder || before->draw != named_->draw;
    question_ = {config.data, config.corruption.labels, data_roots(given)};
    if (!looking_) begin();
    if (other) Q_EMIT found({}, false);
}

void DataLookup::follow(const ExperimentConfig& config, const Folders& given) {
    if (named_ != namedBy(config)) look(config, given);
}

DataLookup::Named DataLookup::namedBy(const ExperimentConfig& config) {
    const LabelCorruption& labels = config.corruption.labels;
    return {config.data.dataset, config.data.folder, labels.draw, labels.matrix, labels.file, labels.column};
}

void DataLookup::begin() {
    looking_ = true;
    const auto ask = [question = *std::exchange(question_, std::nullopt), locate = locate_] {
        return answer(question, locate);
    };
    inBackground(this, ask, [this](const Answer& answer) { end(answer); });
}

DataLookup::Answer DataLookup::answer(const Question& question, const Locate& locate) {
    Answer answer;
    try {
        const DatasetPresence presence = locate(question.data, question.roots);
        if (!presence.present && !presence.how_to_get.empty()) {
            answer.missing.push_back(missingData(question.data, presence));
            answer.canBeFetched = find_dataset_source(question.data.dataset) != nullptr;
        }
    } catch (const std::exception&) {
        answer = {};   // no such data set: check() tells
    }
    if (const auto problem = labelProblem(question.labels, question.data, question.roots)) {
        answer.missing.push_back(*problem);
    }
    return answer;
}

void DataLookup::end(const Answer& answer) {
    looking_ = false;
    if (question_) return begin();   // asked again meanwhile: this answer is out of date
    Q_EMIT found(answer.missing, answer.canBeFetched);
}

}   // namespace overfit::ui
