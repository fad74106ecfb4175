#pragma once

#include <QWidget>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace overfit::ui {

class FieldRow;
class SectionHeader;

/// A collapsible part of the form: header, and under it the rows, in groups with captions where there are several.
class Section : public QWidget {
    Q_OBJECT
public:
    explicit Section(const QString& title, QWidget* parent = nullptr);

    /// The rows that follow belong together under this caption; it hides with them.
    void beginGroup(const QString& caption);
    void addRow(FieldRow* row);

    /// Something that is no field, under all rows; reached by Tab after them.
    void addBelow(QWidget* widget);

    bool holds(const FieldRow* row) const;
    bool isExpanded() const;
    void setExpanded(bool expanded);
    void setSummary(const QString& summary);
    void setProblemCount(int count);

    /// To be called after rows were shown or hidden.
    void refreshCaptions();

    SectionHeader* header() const { return header_; }
    QWidget* body() const { return body_; }

Q_SIGNALS:
    void toggled(bool expanded);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Group {
        QLabel* caption = nullptr;   // null: without one
        std::vector<FieldRow*> rows;
    };

    SectionHeader* header_;
    QWidget* body_;
    QVBoxLayout* lines_;
    std::vector<Group> groups_{1};
};

}   // namespace overfit::ui
