#pragma once

#include "core/experiment/experiment_preview.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <functional>
#include <memory>
#include <optional>

namespace overfit::ui {

struct PreviewAnswer {
    std::shared_ptr<const ExperimentPreview> preview;   // null: there is none, and these say why and what to do
    QString problem, remedy;
};

/// Makes previews on a thread of its own. Of the requests that come while one is being made only the newest is made, so that
/// the last answer is always that of the last request.
class PreviewLoader : public QObject {
    Q_OBJECT
public:
    /// Called on the loader's thread, one call at a time; throws Error when there can be no preview.
    using Make = std::function<ExperimentPreview(const PreviewRequest&)>;

    explicit PreviewLoader(Make make, QObject* parent = nullptr);
    ~PreviewLoader() override;

    void request(PreviewRequest request);
    bool isBusy() const { return making_; }

Q_SIGNALS:
    void answered(const overfit::ui::PreviewAnswer& answer);

private:
    void begin();

    const Make make_;
    QThreadPool pool_;
    std::optional<PreviewRequest> waiting_;
    bool making_ = false;
};

/// A PreviewMaker, which keeps the decoded data from one preview to the next, as a PreviewLoader::Make.
PreviewLoader::Make previewMaker();

}   // namespace overfit::ui
