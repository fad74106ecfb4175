#include "ui/preview/preview_words.h"

#include "core/support/text.h"

#include <QCoreApplication>
#include <algorithm>

namespace overfit::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Preview)
};

QString className(const ExperimentPreview& preview, std::uint16_t label) {
    return QString::fromStdString(preview.class_names[label]);
}

QString thousands(std::int64_t count) { return QString::fromStdString(with_thousands(count)); }
/// Never broken before its sign.
QString percent(double share) { return QString::fromStdString(as_percent(share)).replace(QLatin1Char(' '), QChar::Nbsp); }

/// What became of the pixels, after their number.
QString pixelWords(PixelCorruption pixels) {
    switch (pixels) {
        case PixelCorruption::None: return {};
        case PixelCorruption::Shuffled: return Words::tr(" in one random order for all images");
        case PixelCorruption::Random: return Words::tr(" in a random order of each image");
        case PixelCorruption::Gaussian: return Words::tr(" of Gaussian noise");
    }
    return {};
}

}   // namespace

QString labelWords(const ExperimentPreview& preview, const PreviewImage& image) {
    const QString label = className(preview, image.true_label);
    return image.changed() ? Words::tr("%1 given as %2").arg(label, className(preview, image.given_label)) : label;
}

QString imageWords(const ExperimentPreview& preview, const PreviewImage& image) {
    return Words::tr("training image %1: %2").arg(thousands(image.index), labelWords(preview, image));
}

QString summaryWords(const ExperimentPreview& preview) {
    QStringList changes;
    for (const PreviewImage& image : preview.images) {
        if (image.changed()) changes << labelWords(preview, image);
    }
    const QString count = thousands(static_cast<std::int64_t>(preview.images.size()));
    if (changes.isEmpty()) return Words::tr("%1 images; no label changed").arg(count);
    const QString list = changes.join(QStringLiteral(", "));
    if (changes.size() == 1) return Words::tr("%1 images; 1 label changed: %2").arg(count, list);
    return Words::tr("%1 images; %2 labels changed: %3").arg(count, QString::number(changes.size()), list);
}

QString shareWords(const ExperimentPreview& preview) {
    const LabelMeasurements& labels = preview.labels;
    const double share =
        static_cast<double>(labels.changed) / static_cast<double>(std::max<std::int64_t>(labels.examples, 1));
    return Words::tr("%1 of %2 labels differ: %3 (expected %4)")
        .arg(thousands(labels.changed), thousands(labels.examples), percent(share),
             percent(preview.expected_changed_fraction));
}

QString inputWords(const ExperimentPreview& preview) {
    const auto number = [](double value) { return QString::number(value, 'g', 2); };
    const auto whole = [](double value) { return QString::number(value, 'f', 0); };
    const bool bytes = preview.white > 100.0;
    return Words::tr("%1 x %2 pixels%3; black is %4, white is %5")
        .arg(QString::number(preview.shape.width), QString::number(preview.shape.height), pixelWords(preview.pixels),
             bytes ? whole(preview.black) : number(preview.black), bytes ? whole(preview.white) : number(preview.white));
}

}   // namespace overfit::ui
