#pragma once

#include "core/exports/table_text.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QTableView;

namespace overfit::ui {

class ComparisonTableModel;

/// A table with its heading, what its marks mean, and a button whose menu copies all of it: Markdown, LaTeX or CSV. Ctrl+C
/// in the table copies Markdown.
class ComparisonTable : public QWidget {
    Q_OBJECT
public:
    ComparisonTable(const QString& heading, QWidget* parent);

    /// shown: as it stands on screen, and as Markdown and LaTeX give it. forPrograms: what CSV gives, with every digit.
    void setTable(Table shown, Table forPrograms);

    /// Instead of a table without rows.
    void setEmptyText(const QString& text);

    void addHeadWidget(QWidget* widget);   // beside the heading

    const QString& heading() const { return heading_; }
    void setHeadingShown(bool shown);

    /// What shows all columns, and all rows, without scrolling.
    int wantedWidth() const;
    int wantedHeight() const;

Q_SIGNALS:
    void copied(const QString& message);   // "Copied the results as Markdown"

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Form { Markdown, Latex, Csv };
    void copy(Form form);
    void fitColumns();
    void setColumnsWidest(int widest);   // pixels; a column is wider where its values are

    QString heading_;
    ComparisonTableModel* model_;
    Table data_;
    QHBoxLayout* head_;
    QLabel* title_;
    QTableView* view_;
    QLabel* empty_;
    QLabel* notes_;
    int usualWidth_ = 0;   // pixels of all columns, each as wide as it likes
};

}   // namespace overfit::ui
