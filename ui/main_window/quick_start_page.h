#pragma once

#include "ui/main_window/quick_start.h"

#include <QThreadPool>
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
    ~QuickStartPage() override;

    /// Shows example images from there; read in the background when the page is first seen.
    void setDataRoots(std::vector<std::filesystem::path> roots);

    /// Empty: the button works. Else it is disabled and this is shown beside it.
    void setObstacle(const QString& why);

Q_SIGNALS:
    void startRequested();
    void dismissed();   // "to the experiment"

protected:
    void showEvent(QShowEvent* event) override;

private:
    void readExamples();

    ExampleStrip* trueStrip_;
    ExampleStrip* randomStrip_;
    QPushButton* start_;
    QLabel* obstacle_;
    QThreadPool pool_;
    std::vector<std::filesystem::path> roots_;
    bool asked_ = false;
};

}   // namespace overfit::ui
