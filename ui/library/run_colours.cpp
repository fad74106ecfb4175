#include "ui/library/run_colours.h"

#include "ui/charts/chart_style.h"

#include <algorithm>
#include <vector>

namespace overfit::ui {

int RunColours::leastUsed(const QStringList& folders) const {
    // First by the runs on screen, then by all that ever had one: a hidden run's colour stays free for its return.
    constexpr std::size_t size = paletteSize;
    std::vector<int> shown(size), ever(size);
    for (const QString& folder : folders) {
        if (const auto place = places_.constFind(folder); place != places_.cend() && !chosen_.contains(folder)) {
            ++shown[static_cast<std::size_t>(*place)];
        }
    }
    for (const int place : places_) ++ever[static_cast<std::size_t>(place)];
    std::size_t best = 0;
    for (std::size_t place = 1; place < size; ++place) {
        if (std::pair(shown[place], ever[place]) < std::pair(shown[best], ever[best])) best = place;
    }
    return static_cast<int>(best);
}

void RunColours::setShown(const QStringList& folders) {
    QStringList placed;
    for (const QString& folder : folders) {
        if (chosen_.contains(folder)) continue;
        const auto place = places_.constFind(folder);
        const bool taken = place != places_.cend() && std::any_of(placed.cbegin(), placed.cend(), [&](const QString& other) {
                               return places_.value(other) == *place;
                           });
        // Beyond the palette's size colours repeat; a run that has one then keeps it.
        if (place == places_.cend() || (taken && placed.size() < paletteSize)) {
            QStringList others = folders;
            others.removeAll(folder);
            places_.insert(folder, leastUsed(others));
        }
        placed << folder;
    }
}

void RunColours::setChosen(const QString& folder, const QColor& colour) {
    if (colour.isValid()) {
        chosen_.insert(folder, colour);
    } else {
        chosen_.remove(folder);
    }
}

QColor RunColours::colourOf(const QString& folder) const {
    if (const auto own = chosen_.constFind(folder); own != chosen_.cend()) return *own;
    const auto place = places_.constFind(folder);
    return place == places_.cend() ? QColor() : runColour(*place);
}

}   // namespace overfit::ui
