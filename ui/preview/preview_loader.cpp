#include "ui/preview/preview_loader.h"

#include "core/support/error.h"
#include "core/support/stopped.h"
#include "ui/worker/background.h"

#include <exception>
#include <utility>

namespace overfit::ui {

namespace {

/// Nothing where it was stopped.
std::optional<PreviewAnswer> answerOf(const PreviewLoader::Make& make, const PreviewRequest& request,
                                      const std::stop_token& stop) {
    PreviewAnswer answer;
    try {
        answer.preview = std::make_shared<const ExperimentPreview>(make(request, stop));
    } catch (const Stopped&) {
        return std::nullopt;
    } catch (const Error& error) {
        const auto text = [](const std::string& part) { return QString::fromStdString(part); };
        const Error::Parts& parts = error.parts();
        answer.problem = parts.where.empty() ? text(parts.problem) : text(parts.where + ": " + parts.problem);
        answer.remedy = text(parts.remedy);
        answer.ofLabelFile = parts.where.starts_with("corruption.labels.");
    } catch (const std::exception& error) {
        answer.problem = QString::fromUtf8(error.what());
    }
    return answer;
}

}   // namespace

PreviewLoader::PreviewLoader(Make make, QObject* parent) : QObject(parent), make_(std::move(make)) {}

PreviewLoader::~PreviewLoader() { stop_.request_stop(); }

void PreviewLoader::request(PreviewRequest request) {
    if (making_ && !decodes_the_same(*making_, request)) stop_.request_stop();
    waiting_ = std::move(request);
    if (!making_) begin();
}

void PreviewLoader::begin() {
    making_ = std::exchange(waiting_, std::nullopt);
    stop_ = std::stop_source();
    const auto work = [make = make_, request = *making_, stop = stop_.get_token()] { return answerOf(make, request, stop); };
    inBackground(this, work, [this](const std::optional<PreviewAnswer>& answer) { end(answer); });
}

void PreviewLoader::end(const std::optional<PreviewAnswer>& answer) {
    making_.reset();
    if (waiting_) begin();
    if (answer) Q_EMIT answered(*answer);
}

PreviewLoader::Make previewMaker() {
    return [maker = std::make_shared<PreviewMaker>()](const PreviewRequest& request, const std::stop_token& stop) {
        return maker->make(request, stop);
    };
}

}   // namespace overfit::ui
