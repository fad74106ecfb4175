#pragma once

#include "ui/data/dataset_row.h"

#include <QObject>
#include <QThreadPool>

namespace overfit::ui {

/// Looks in the background for what is on the disk. Only the newest question is answered.
class DatasetPlaces : public QObject {
    Q_OBJECT
public:
    explicit DatasetPlaces(QObject* parent = nullptr);
    ~DatasetPlaces() override;   // waits for the look under way

    void look(const std::vector<std::filesystem::path>& roots);

Q_SIGNALS:
    void found(const std::vector<overfit::ui::DatasetPlace>& places);

private:
    QThreadPool pool_;   // one thread
    quint64 newest_ = 0;
};

}   // namespace overfit::ui
