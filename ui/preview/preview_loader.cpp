#include "ui/preview/preview_loader.h"

#include "core/support/error.h"

#include <exception>
#include <utility>

namespace overfit::ui {

PreviewLoader::PreviewLoader(Make make, QObject* parent) : QObject(parent), make_(std::move(make)) {
    pool_.setMaxThreadCount(1);
}

PreviewLoader::~PreviewLoader() { pool_.waitForDone(); }

void PreviewLoader::request(PreviewRequest request) {
    waiting_ = std::move(request);
    if (!making_) begin();
}

void PreviewLoader::begin() {
    making_ = true;
    pool_.start([this, request = *std::exchange(waiting_, std::nullopt)] {
        PreviewAnswer answer;
        try {
            answer.preview = std::make_shared<const ExperimentPreview>(make_(request));
        } catch (const Error& error) {
            const auto text = [](const std::string& part) { return QString::fromStdString(part); };
            const Error::Parts& parts = error.parts();
            answer.problem = parts.where.empty() ? text(parts.problem) : text(parts.where + ": " + parts.problem);
            answer.remedy = text(parts.remedy);
        } catch (const std::exception& error) {
            answer.problem = QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, answer] {
                making_ = false;
                if (waiting_) begin();
                Q_EMIT answered(answer);
            },
            Qt::QueuedConnection);
    });
}

PreviewLoader::Make previewMaker() {
    return [maker = std::make_shared<PreviewMaker>()](const PreviewRequest& request) { return maker->make(request); };
}

}   // namespace overfit::ui
