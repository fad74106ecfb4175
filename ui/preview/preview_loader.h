#pragma once

#include "core/experiment/experiment_preview.h"

#include <QObject>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace overfit::ui {

struct PreviewAnswer {
    std::shared_ptr<const ExperimentPreview> preview;   // null: there is none, and these say why and what to do
    QString problem, remedy;
    bool ofLabelFile = false;   // whose field in the form says the same
};

/// Makes previews in the background. Of the requests that come while one is being made only the newest is made, so that
/// the last answer is always that of the last request. One in the making is stopped, without an answer, when the next needs
/// other data and when the loader goes.
class PreviewLoader : public QObject {
    Q_OBJECT
public:
    /// Called on another thread, one call at a time, the last possibly when the loader is gone; throws Error when there can
    /// be no preview, and may throw Stopped when that is asked for.
    using Make = std::function<ExperimentPreview(const PreviewRequest&, const std::stop_token&)>;

    explicit PreviewLoader(Make make, QObject* parent = nullptr);
    ~PreviewLoader() override;

    void request(PreviewRequest request);
    bool isBusy() const { return making_.has_value(); }

Q_SIGNALS:
    void answered(const overfit::ui::PreviewAnswer& answer);

private:
    void begin();
    void end(const std::optional<PreviewAnswer>& answer);

    const Make make_;
    std::optional<PreviewRequest> making_, waiting_;
    std::stop_source stop_;   // of the one in the making
};

/// A PreviewMaker, which keeps the decoded data from one preview to the next, as a PreviewLoader::Make.
PreviewLoader::Make previewMaker();

}   // namespace overfit::ui
