#include "ui/charts/cut_name.h"

#include <algorithm>
#include <cmath>

namespace overfit::ui {

namespace {

constexpr int rowsAround = 3;
constexpr qsizetype lettersBeside = 4;   // of what two names have in common, beside where they part

struct Cut {
    QString head, tail;
    QString text() const { return head + u'…' + tail; }
    bool couldBe(const QString& name) const {
        return name.size() > head.size() + tail.size() && name.startsWith(head) && name.endsWith(tail);
    }
    Cut without(qsizetype letters) const { return {head.chopped(std::min(letters, head.size())), tail.mid(letters)}; }
};

/// So many letters kept, this share of them at the beginning. Never half of a pair of surrogates.
Cut cutTo(const QString& name, qsizetype kept, double share) {
    auto head = static_cast<qsizetype>(std::llround(static_cast<double>(kept) * share));
    auto tail = kept - head;
    if (head > 0 && name[head - 1].isHighSurrogate()) --head;
    if (tail > 0 && name[name.size() - tail].isLowSurrogate()) --tail;
    return {name.left(head), name.right(tail)};
}

/// As many letters as there is room for.
Cut widestCut(const QString& name, double share, const QFontMetricsF& metrics, double width) {
    qsizetype fits = 0, tooMany = name.size();
    while (tooMany - fits > 1) {
        const qsizetype middle = (fits + tooMany) / 2;
        (metrics.horizontalAdvance(cutTo(name, middle, share).text()) <= width ? fits : tooMany) = middle;
    }
    return cutTo(name, fits, share);
}

/// How many letters it has in common with the other that begins most like it.
qsizetype commonBeginning(const QString& name, const QStringList& others) {
    qsizetype most = 0;
    for (const QString& other : others) {
        if (other == name) continue;
        const auto parting = std::mismatch(name.begin(), name.end(), other.begin(), other.end()).first;
        most = std::max<qsizetype>(most, parting - name.begin());
    }
    return most;
}

}   // namespace

QString cutName(const QString& name, const QStringList& others, const QFontMetricsF& metrics, double width) {
    if (metrics.horizontalAdvance(name) <= width) return name;
    const auto tellsApart = [&](const Cut& cut) {
        return std::ranges::none_of(others, [&](const QString& other) { return other != name && cut.couldBe(other); });
    };
    // Best where what tells it apart does not stand alone beside the cut: "p 0.5", not "5".
    for (const qsizetype beside : {lettersBeside, qsizetype{0}}) {
        for (const double share : {0.5, 0.25, 0.75, 0.0, 1.0}) {
            const Cut cut = widestCut(name, share, metrics, width);
            if (tellsApart(cut.without(beside))) return cut.text();
        }
    }
    // They differ in their middle only.
    const qsizetype parting = commonBeginning(name, others);
    const QString rest = u'…' + name.mid(std::max<qsizetype>(parting - lettersBeside, 0));
    return metrics.elidedText(rest, Qt::ElideRight, width);
}

QString cutName(const QModelIndex& row, const QFontMetricsF& metrics, double width) {
    const QString name = row.data().toString();
    if (metrics.horizontalAdvance(name) <= width) return name;
    QStringList around;
    for (int place = row.row() - rowsAround; place <= row.row() + rowsAround; ++place) {
        const QModelIndex other = row.siblingAtRow(place);
        if (other.isValid()) around << other.data().toString();
    }
    return cutName(name, around, metrics, width);
}

}   // namespace overfit::ui
