#pragma once

#include "core/experiment/experiment_preview.h"
#include "ui/experiment_form/note_label.h"
#include "ui/preview/preview_loader.h"
#include "ui/preview/preview_strip.h"
#include "ui/worker/background.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <mutex>
#include <stop_token>
#include <vector>

namespace overfit::ui::previews {

inline ExperimentConfig synthetic() {
    ExperimentConfig config;
    config.data.dataset = "synthetic";
    config.corruption.labels.fraction = 1.0;
    return config;
}

/// Two images of two classes; as many changed labels as the label seed says.
inline ExperimentPreview madeUp(const PreviewRequest& request, const std::stop_token& = {}) {
    ExperimentPreview preview{.dataset = "synthetic",
                              .shape = {.channels = 1, .height = 1, .width = 1},
                              .class_names = {"Pullover", "Sneaker"},
                              .images = {{.index = 7, .true_label = 0, .given_label = 1, .shown = {0}},
                                         {.index = 9, .true_label = 1, .given_label = 1, .shown = {255}}},
                              .labels = {.examples = 5'000, .changed = 0, .classes = 10}};
    preview.labels.changed = static_cast<std::int64_t>(request.config.seeds.labels.value_or(0));
    preview.expected_changed_fraction = 0.9;
    return preview;
}

/// Makes previews up and notes which label seeds were asked for, in order.
struct Asked {
    ~Asked() { finishBackground(); }   // a preview may be in the making when its loader is gone

    PreviewLoader::Make make() {
        return [this](const PreviewRequest& request, const std::stop_token&) {
            const std::lock_guard lock(mutex);
            seeds.push_back(request.config.seeds.labels.value_or(0));
            return madeUp(request);
        };
    }
    std::vector<std::uint64_t> all() const {
        const std::lock_guard lock(mutex);
        return seeds;
    }

    mutable std::mutex mutex;
    std::vector<std::uint64_t> seeds;   // guarded by mutex
};
using Seeds = std::vector<std::uint64_t>;

inline ExperimentConfig seeded(std::uint64_t seed) {
    ExperimentConfig config = synthetic();
    config.seeds.labels = seed;
    return config;
}

inline PreviewStrip* stripOf(const QWidget& view) { return view.findChild<PreviewStrip*>(); }
inline QString noteOf(const QWidget& view) {
    const auto* note = view.findChild<NoteLabel*>();
    return note->isVisible() ? note->text() : QString();
}
/// The line of the share; NoteLabel is a QLabel, too.
inline QString shareOf(const QWidget& view) {
    for (const auto* label : view.findChildren<QLabel*>()) {
        if (qobject_cast<const NoteLabel*>(label) == nullptr) return label->text().replace(QChar::Nbsp, QLatin1Char(' '));
    }
    return {};
}
inline QPushButton* button(const QWidget& view, const char* text) {
    for (auto* each : view.findChildren<QPushButton*>()) {
        if (each->text() == QString::fromUtf8(text)) return each;
    }
    qFatal("no such button");
}
inline QStringList labelsOf(const QWidget& view) {
    QStringList labels;
    for (const LabelledThumbnail& each : stripOf(view)->thumbnails()) labels << each.trueLabel + '>' + each.givenLabel;
    return labels;
}

}   // namespace overfit::ui::previews
