#pragma once

#include <QColor>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <vector>

class QScrollArea;

namespace overfit::ui {

/// One compared run.
struct RunChip {
    QString folder, name;
    QColor colour;
    QString problem;   // why it can't be read, or that its audit found errors; empty otherwise
    bool base = false;
    bool operator==(const RunChip&) const = default;
};

/// The compared runs by colour and name, in rows. Pressing a name makes that run the base, the x beside it takes the run out
/// of the comparison, as does the Delete key.
class RunChips : public QWidget {
    Q_OBJECT
public:
    explicit RunChips(QWidget* parent = nullptr);

    void setChips(std::vector<RunChip> chips);
    QStringList names() const;

Q_SIGNALS:
    void baseRequested(const QString& folder);
    void removeRequested(const QString& folder);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void rebuild();
    void fitHeight();

    std::vector<RunChip> chips_;
    QScrollArea* scroll_;
    QWidget* flow_;
};

}   // namespace overfit::ui
