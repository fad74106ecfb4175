#include "ui/library/run_search.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <vector>

namespace overfit::ui {

namespace {

using Kind = RunQuery::Kind;

constexpr std::array keys{std::pair{"tag:", Kind::Tag}, std::pair{"status:", Kind::Status},
                          std::pair{"data:", Kind::DataSet}, std::pair{"model:", Kind::Model},
                          std::pair{"notes:", Kind::Notes}};

/// A word without its quotation marks, and where the first of them stood; -1: there was none.
struct Word {
    QString text;
    qsizetype quotedFrom = -1;
};

/// At spaces outside of quotation marks; the marks themselves go. An open quotation ends with the text.
std::vector<Word> wordsOf(const QString& text) {
    std::vector<Word> words;
    Word word;
    bool quoted = false, begun = false;
    const auto end = [&] {
        if (begun) words.push_back(word);
        word = {};
        begun = false;
    };
    for (const QChar letter : text) {
        if (letter == QLatin1Char('"')) {
            if (word.quotedFrom < 0) word.quotedFrom = word.text.size();
            quoted = !quoted;
            begun = true;
        } else if (letter.isSpace() && !quoted) {
            end();
        } else {
            word.text += letter;
            begun = true;
        }
    }
    end();
    return words;
}

RunQuery::Term termOf(const Word& given) {
    RunQuery::Term term;
    QString word = given.text;
    if (word.size() > 1 && word.startsWith(QLatin1Char('-'))) {
        term.excluded = true;
        word.remove(0, 1);
    }
    if (given.quotedFrom == (term.excluded ? 1 : 0)) {   // "star": the letters
        term.text = word;
        return term;
    }
    for (const auto& [key, kind] : keys) {
        if (!word.startsWith(QLatin1String(key))) continue;
        term.kind = kind;
        term.text = word.mid(static_cast<qsizetype>(qstrlen(key)));
        return term;
    }
    if (word == QLatin1String("star")) {
        term.kind = Kind::Star;
    } else if (word == QLatin1String("archived")) {
        term.kind = Kind::Archived;
    } else {
        term.text = word;
    }
    return term;
}

bool anyStarts(const QStringList& texts, const QString& beginning) {
    return std::any_of(texts.cbegin(), texts.cend(), [&](const QString& text) { return text.startsWith(beginning); });
}

bool holds(const RunQuery::Term& term, const RunText& run) {
    switch (term.kind) {
        case Kind::Text: return run.everything.contains(term.text);
        case Kind::Tag: return anyStarts(run.tags, term.text);
        case Kind::Status: return anyStarts(run.statuses, term.text);
        case Kind::DataSet: return run.dataset.contains(term.text);
        case Kind::Model: return run.model.contains(term.text);
        case Kind::Notes: return run.notes.contains(term.text);
        case Kind::Star: return run.starred;
        case Kind::Archived: return run.archived;
    }
    return false;
}

bool isWhole(const RunQuery::Term& term) {
    return term.kind == Kind::Star || term.kind == Kind::Archived || !term.text.isEmpty();
}

}   // namespace

bool RunQuery::asksForArchived() const {
    return std::any_of(terms.begin(), terms.end(),
                       [](const Term& term) { return term.kind == Kind::Archived && !term.excluded; });
}

RunQuery parseQuery(const QString& text) {
    RunQuery query;
    for (const Word& word : wordsOf(text.toLower())) {
        RunQuery::Term term = termOf(word);
        if (isWhole(term)) query.terms.push_back(std::move(term));
    }
    return query;
}

bool matches(const RunQuery& query, const RunText& run) {
    return std::all_of(query.terms.begin(), query.terms.end(),
                       [&](const RunQuery::Term& term) { return holds(term, run) != term.excluded; });
}

QString searchHelp() {
    return QCoreApplication::translate(
        "RunSearch",
        "Every word has to occur in the name, tags, notes, data set, model, status or numbers (Ctrl+F).\n"
        "\"random labels\"\tboth words together\n"
        "tag:paper\ttagged paper\n"
        "status:fitted\tby status: running, fitted, stopped, failed ...\n"
        "data:cifar  model:mlp  notes:odd\tin one place only\n"
        "star\tstarred ones\n"
        "archived\tarchived ones, else hidden\n"
        "-word\twithout it; also -tag:x, -star");
}

}   // namespace overfit::ui
