#include "ui/data/dataset_places.h"

#include "ui/worker/background.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

/// Nothing where a folder went while it was read: the next look tells.
std::optional<std::vector<DatasetPlace>> placesIn(const std::vector<std::filesystem::path>& roots) {
    try {
        return datasetPlaces(roots);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}   // namespace

DatasetPlaces::DatasetPlaces(QObject* parent) : QObject(parent) {}

void DatasetPlaces::look(const std::vector<std::filesystem::path>& roots) {
    next_ = roots;
    if (!looking_) begin();
}

void DatasetPlaces::begin() {
    looking_ = true;
    const auto work = [roots = *std::exchange(next_, std::nullopt)] { return placesIn(roots); };
    inBackground(this, work, [this](const std::optional<std::vector<DatasetPlace>>& places) {
        looking_ = false;
        if (next_) return begin();   // what was found is out of date
        if (places) Q_EMIT found(*places);
    });
}

}   // namespace overfit::ui
