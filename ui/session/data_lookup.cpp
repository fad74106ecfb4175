#include "ui/session/data_lookup.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

DatasetPresence locate(const DataConfig& data, const DataLookup::Folders& roots) { return locate_dataset(data, roots); }

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
    if (other) Q_EMIT found({});
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
            this, [this, missing] { end(missing); }, Qt::QueuedConnection);
    });
}

void DataLookup::end(const std::vector<Problem>& missing) {
    looking_ = false;
    if (question_) return begin();   // asked again meanwhile: this answer is out of date
    Q_EMIT found(missing);
}

}   // namespace overfit::ui
