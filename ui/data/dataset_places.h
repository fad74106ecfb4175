#pragma once

#include "ui/data/dataset_row.h"

#include <QObject>
#include <optional>
#include <vector>

namespace overfit::ui {

/// Looks in the background for what is on the disk. Only the newest question is answered.
class DatasetPlaces : public QObject {
    Q_OBJECT
public:
    explicit DatasetPlaces(QObject* parent = nullptr);

    void look(const std::vector<std::filesystem::path>& roots);

Q_SIGNALS:
    void found(const std::vector<overfit::ui::DatasetPlace>& places);

private:
    void begin();

    std::optional<std::vector<std::filesystem::path>> next_;   // roots
    bool looking_ = false;
};

}   // namespace overfit::ui
