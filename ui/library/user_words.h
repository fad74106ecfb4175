#pragma once

#include "core/runs/run_record.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <functional>
#include <optional>
#include <string>

namespace overfit::ui {

/// What takes back the members in which `after` differs from `before`, and no others; nothing when none does.
std::optional<std::function<void(UserNotes&)>> wordsBackTo(const UserNotes& before, const UserNotes& after);

/// Writes the user's words into run folders, user.json and notes.md, in the background and one after another. What was asked
/// for is written before the object is gone.
class UserWords : public QObject {
    Q_OBJECT
public:
    using Change = std::function<void(UserNotes&)>;

    explicit UserWords(QObject* parent = nullptr);
    ~UserWords() override;

    /// Applies the change to what user.json holds then: words that another program wrote meanwhile stay.
    void change(const QStringList& folders, const Change& change);

    /// Replaces notes.md. before: the text that the editor began with; when the file holds another one, it was changed by
    /// another program and is not overwritten.
    void saveNotes(const QString& folder, const QString& text, const std::string& before);

Q_SIGNALS:
    void changed(const QStringList& folders);
    void failed(const QString& folder, const QString& reason);
    void notesSaved(const QString& folder, const QString& text);
    void notesFailed(const QString& folder, const QString& reason);
    void notesDiffer(const QString& folder, const std::string& found);   // nothing was written

private:
    void tell(const std::function<void()>& news);   // from the pool's thread

    QThreadPool pool_;                       // one thread: in the order of asking
    QHash<QString, std::string> ownNotes_;   // last written by folder: no other program's. Touched by the pool's thread only
};

}   // namespace overfit::ui
