#pragma once

#include "core/config/config_check.h"
#include "ui/preview/preview_loader.h"

#include <QTimer>
#include <QWidget>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

class QLabel;
class QPushButton;

namespace overfit::ui {

class NoteLabel;
class PreviewStrip;

/// What the experiment in the form does to its data, before any training: some training images as the network sees them,
/// each with its labels, and how many of all labels differ. Reads data on a thread of its own and only while it is visible.
class PreviewView : public QWidget {
    Q_OBJECT
public:
    explicit PreviewView(QWidget* parent = nullptr);
    PreviewView(PreviewLoader::Make make, QWidget* parent);   // for tests: another maker

    void setDataRoots(std::vector<std::filesystem::path> roots);   // as data_roots() gives them

    /// problems: all of the experiment. One that stands in the way keeps the last picture, dimmed, and is shown; a data set
    /// that is not there empties it.
    void setExperiment(const ExperimentConfig& config, const std::vector<Problem>& problems);

Q_SIGNALS:
    /// The person wants other random labels and pixels: these fields of the experiment (seeds.labels, seeds.pixels) are to
    /// become `seed`.
    void newDrawRequested(const QStringList& fields, quint64 seed);
    /// The data set is not there or cannot be read: another folder is to be looked into.
    void dataFolderRequested();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void ask();
    void take(const PreviewAnswer& answer);
    void showPicture();
    void showProblem(const PreviewAnswer& answer);
    void refreshButtons();
    void drawAnew();

    PreviewLoader* loader_;
    PreviewStrip* strip_;
    QLabel* share_;
    NoteLabel* note_;
    QPushButton* otherImages_;
    QPushButton* newDraw_;
    QPushButton* chooseFolder_;
    QTimer slow_;   // runs out while the data is being read: says so
    std::vector<std::filesystem::path> roots_;
    ExperimentConfig config_;
    QString obstacle_;               // the problem that stands in the way; empty: none
    bool formTellsOfData_ = false;   // the form shows how to get the data set
    bool unanswered_ = true;         // the experiment or the folders changed since the last request
    bool failed_ = false;            // the last answer was none
    bool folderHelps_ = false;       // another data folder may bring one
    std::uint64_t choice_ = 0;       // of images
    bool waitsForWish_ = false;      // photographs are decoded only on request
    std::string wished_;             // those that were asked for
    std::shared_ptr<const ExperimentPreview> preview_;
};

}   // namespace overfit::ui
