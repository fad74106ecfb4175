#include "ui/data/dataset_places.h"

#include <exception>
#include <vector>

namespace overfit::ui {

DatasetPlaces::DatasetPlaces(QObject* parent) : QObject(parent) { pool_.setMaxThreadCount(1); }

DatasetPlaces::~DatasetPlaces() {
    pool_.clear();
    pool_.waitForDone();
}

void DatasetPlaces::look(const std::vector<std::filesystem::path>& roots) {
    pool_.clear();   // what has not begun is out of date
    pool_.start([this, roots, question = ++newest_] {
        std::vector<DatasetPlace> places;
        try {
            places = datasetPlaces(roots);
        } catch (const std::exception&) {   // a folder that went while it was read: the next look tells
            return;
        }
        // The destructor waits for this thread, so `this` is alive; the call is dropped should it be gone by then.
        const auto tell = [this, question, places] {
            if (question == newest_) Q_EMIT found(places);
        };
        QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
    });
}

}   // namespace overfit::ui
