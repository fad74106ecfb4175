#pragma once

#include "core/audit/finding.h"
#include "core/runs/run_store.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <deque>
#include <memory>
#include <optional>

namespace overfit::ui {

/// A saved run judged anew, or why it cannot be.
struct RunAudit {
    std::optional<AuditReport> report;   // without labels in the folder: what the run wrote down itself
    bool measured = false;               // the run was audited while it trained: its checks on tensors count
    QString problem;                     // why its labels cannot be judged; empty when they were

    /// Of its warnings and errors; a stranger's labels that cannot be judged are a warning, too.
    std::optional<Finding> gravest() const;
};

/// Judges run folders by the rules of `core/audit` in the background, one after the other, those that are looked at first.
class RunAuditor : public QObject {
    Q_OBJECT
public:
    enum class Urgency { InItsTurn, Now };

    explicit RunAuditor(QObject* parent = nullptr);

    /// While paused, only those that are looked at are judged: a training has the processors.
    void setPaused(bool paused);

    /// Judges the folder unless it was, and its record and results are the same since.
    /// results: of RunRow; another text stands for other files.
    void request(const RunListing& run, const QString& results, Urgency urgency);

    void forget(const QStringList& folders);

Q_SIGNALS:
    void audited(const QString& folder, std::shared_ptr<const overfit::ui::RunAudit> audit);

private:
    struct Known {
        QString state;        // of the record that was judged or is about to be
        bool waits = false;   // in its turn: may be asked for again, now
        bool judged = false;
    };

    struct Request {
        RunListing run;
        QString folder, state;
    };
    void begin();
    std::optional<Request> takeNext();
    void end(const Request& request, std::shared_ptr<const RunAudit> audit);

    QHash<QString, Known> known_;
    std::deque<Request> now_, inTurn_;   // one that is asked for now may stand in both
    bool judging_ = false;
    bool paused_ = false;
};

}   // namespace overfit::ui
