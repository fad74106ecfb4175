#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>
#include <vector>

class QLineEdit;
class QStringListModel;

namespace overfit::ui {

/// A tag of the selected runs, and how many of them carry it.
struct TagCount {
    QString tag;
    int runs = 0;
    bool operator==(const TagCount&) const = default;
};

/// Tags as small buttons that take them off, and a field that adds one, completed from those in use.
class TagRow : public QWidget {
    Q_OBJECT
public:
    explicit TagRow(QWidget* parent = nullptr);

    /// ofRuns: how many runs are selected.
    void setTags(const std::vector<TagCount>& tags, int ofRuns);
    void setKnownTags(const QStringList& tags);
    void focusField();

Q_SIGNALS:
    void added(const QStringList& tags);
    void removed(const QString& tag);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addTyped();

    QLineEdit* field_;
    QStringListModel* known_;
    std::vector<QWidget*> chips_;
    std::vector<TagCount> tags_;
    int ofRuns_ = 0;
};

/// "a, b,, a" as {"a", "b"}: what a person typed as tags.
QStringList typedTags(const QString& text);

}   // namespace overfit::ui
