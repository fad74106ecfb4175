#pragma once

#include <QWidget>

class QSplitter;
class QTabWidget;

namespace overfit::ui {

class ComparisonTable;

/// Charts with the settings that differ on their left and the results below. Where there is no width for that, the charts
/// have all of it, and the settings are a tab beside the results.
class ComparisonPanes : public QWidget {
    Q_OBJECT
public:
    /// Takes the three as its children.
    ComparisonPanes(ComparisonTable* settings, QWidget* charts, ComparisonTable* results, QWidget* parent = nullptr);

    /// After the tables changed: each as large as it wants, as long as the charts have most of the room and the reader has
    /// not moved a handle.
    void fit();

    /// Where the reader has moved the handles to, as JSON for AppSettings.
    QByteArray state() const;
    void restore(const QByteArray& json);

Q_SIGNALS:
    void stateChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange(bool beside);

    ComparisonTable* settings_;
    ComparisonTable* results_;
    QSplitter* rows_;   // columns_ over tables_
    QSplitter* columns_;
    QTabWidget* tables_;
    bool beside_ = false;                      // the settings stand beside the charts
    int chosenWidth_ = 0, chosenHeight_ = 0;   // pixels of settings and results; 0: the reader has not moved the handle
};

}   // namespace overfit::ui
