#pragma once

#include "core/comparison/comparison.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <memory>
#include <optional>

namespace overfit::ui {

/// What to compare: run folders in the order of choice.
struct ComparisonRequest {
    QStringList folders;
    Grouping grouping = Grouping::Seeds;
    QString base;   // one of the folders; otherwise the first is it
    bool operator==(const ComparisonRequest&) const = default;
};

/// Reads run.json and config.yaml of the compared runs and works the comparison out, in the background. Files that did not
/// change are not read again; of several requests made meanwhile only the last is answered.
class ComparisonReader : public QObject {
    Q_OBJECT
public:
    explicit ComparisonReader(QObject* parent = nullptr);
    ~ComparisonReader() override;   // waits for the reading under way

    void request(const ComparisonRequest& request);

Q_SIGNALS:
    void ready(std::shared_ptr<const overfit::Comparison> comparison);

private:
    struct Cache;
    void begin();
    void end(std::shared_ptr<const Comparison> comparison);

    QThreadPool pool_;               // one thread
    std::shared_ptr<Cache> cache_;   // touched by the pool's thread only
    std::optional<ComparisonRequest> next_;
    bool reading_ = false;
};

}   // namespace overfit::ui
