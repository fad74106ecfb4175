#include "ui/queue/queue_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace overfit::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Queue)
};

QString ordinal(int place) {
    const bool teen = place % 100 >= 11 && place % 100 <= 13;
    const char* ending = teen ? "th" : place % 10 == 1 ? "st" : place % 10 == 2 ? "nd" : place % 10 == 3 ? "rd" : "th";
    return QString::number(place) + QLatin1String(ending);
}

QString startWords(const StartTime& start) {
    constexpr double hour = 3600.0;
    if (start.seconds < 60.0) return Words::tr("starts within a minute");
    const QString span = start.seconds < 1.5 * hour
                             ? Words::tr("%1 min").arg(static_cast<int>(std::ceil(start.seconds / 60.0)))
                             : Words::tr("%1 h").arg(std::ceil(2.0 * start.seconds / hour) / 2.0);
    return start.isBound ? Words::tr("starts within %1").arg(span) : Words::tr("starts in about %1").arg(span);
}

}   // namespace

QString repeatedBy(const QueuedExperiment& newest, const std::optional<QueuedExperiment>& running,
                   const std::vector<QueuedExperiment>& waiting) {
    if (running && isRepeat(newest, *running)) return QString::fromStdString(running->config.name);
    const auto same = std::ranges::find_if(waiting, [&](const auto& other) { return isRepeat(newest, other); });
    return same == waiting.end() ? QString() : QString::fromStdString(same->config.name);
}

QString placeWords(int place, int count, const std::optional<StartTime>& start) {
    const QString where = count == 1 ? Words::tr("next") : Words::tr("%1 of %2").arg(ordinal(place)).arg(count);
    return start ? where + QStringLiteral(" · ") + startWords(*start) : where;
}

QString waitingAtCloseWords(int count, bool kept) {
    if (count == 0) return {};
    if (count == 1) {
        return kept ? Words::tr(" and one more waits, which is kept for the next start")
                    : Words::tr(" and one more waits, which is forgotten: another window keeps the queue");
    }
    return (kept ? Words::tr(" and %1 more wait, which are kept for the next start")
                 : Words::tr(" and %1 more wait, which are forgotten: another window keeps the queue"))
        .arg(count);
}

QString waitingWords(int count) { return count == 1 ? Words::tr("1 waits") : Words::tr("%1 wait").arg(count); }

}   // namespace overfit::ui
