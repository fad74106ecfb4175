#include "ui/session/data_lookup.h"

#include "core/data/dataset_source.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

DatasetPresence locate(const DataConfig& data, const DataLookup::Folders& roots) { return locate_dataset(data, roots); }

bool canBeFetched(const DataConfig& data) { return find_dataset_source(data.dataset) != nullptr; }

}   // namespace

DataLookup::DataLookup(QObject* parent) : DataLookup(locate, parent) {}

DataLookup::DataLookup(Locate locate, QObject* parent) : QObject(parent), locate_(std::move(locate)) {
    pool_.setMaxThreadCount(1);
}

DataLookup::~DataLookup() { pool_.waitForDone(); }

void DataLookup::look(const DataConfig& data, const Folders& given) {
    const bool other = data.dataset != dataset_ || data.folder != folder_;
    dataset_ = data.dataset;
    folder_ = data.folder;
    question_ = {data, data_roots(given)};
    if (!looking_) begin();
    if (other) Q_EMIT found({}, false);
}

void DataLookup::begin() {
    looking_ = true;
    pool_.start([this, question = *std::exchange(question_, std::nullopt)] {
        std::vector<Problem> missing;
        try {
            const DatasetPresence presence = locate_(question.data, question.roots);
            if (!presence.present && !presence.how_to_get.empty()) missing.push_back({"data.dataset", presence.how_to_get});
        } catch (const std::exception&) {
            missing.clear();   // no such data set: check() tells
        }
        QMetaObject::invokeMethod(
            this, [this, missing, fetchable = canBeFetched(question.data)] { end(missing, fetchable && !missing.empty()); },
            Qt::QueuedConnection);
    });
}

void DataLookup::end(const std::vector<Problem>& missing, bool canBeFetched) {
    looking_ = false;
    if (question_) return begin();   // asked again meanwhile: this answer is out of date
    Q_EMIT found(missing, canBeFetched);
}

}   // namespace overfit::ui
