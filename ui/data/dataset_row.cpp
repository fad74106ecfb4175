#include "ui/data/dataset_row.h"

#include "core/fetch/fetch_dataset.h"

namespace overfit::ui {

std::vector<DatasetRow> datasetRows() {
    std::vector<DatasetRow> rows;
    for (const DatasetFacts& facts : dataset_facts())
        rows.push_back({&facts, find_dataset_source(facts.name), std::nullopt});
    return rows;
}

std::vector<DatasetPlace> datasetPlaces(const std::vector<std::filesystem::path>& roots) {
    std::vector<DatasetPlace> places;
    for (const DatasetFacts& facts : dataset_facts()) {
        places.push_back({locate_dataset(facts.name, roots), kept_bytes(facts.name, roots)});
    }
    return places;
}

}   // namespace overfit::ui
