#pragma once

#include "ui/quick_start/quick_start.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace overfit::ui {

class ExampleStrip;

/// The first minute: one sentence, the same images with true and with random labels, one button.
class QuickStartPage : public QWidget {
    Q_OBJECT
public:
    explicit QuickStartPage(QWidget* parent = nullptr);

    /// What the button trains; example images are read from the data roots in the background when the page is first seen.
    void setExperiments(const QuickStart& experiments, const std::vector<std::filesystem::path>& dataRoots);

Q_SIGNALS:
    void startRequested();
    void dismissed();   // "to the experiment"

protected:
    void showEvent(QShowEvent* event) override;

private:
    void readExamples();
    void showExamples(const std::vector<LabelledThumbnail>& examples);

    ExampleStrip* trueStrip_;
    ExampleStrip* randomStrip_;
    QPushButton* start_;
    QLabel* obstacle_;
    ExperimentConfig shown_;
    std::vector<std::filesystem::path> roots_;
    int question_ = 0;    // for examples: only the newest is answered
    bool asked_ = true;   // for the images of what is shown; nothing is shown yet
};

}   // namespace overfit::ui
