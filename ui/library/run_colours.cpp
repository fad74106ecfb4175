#include "ui/library/run_colours.h"

#include "ui/charts/chart_style.h"

#include <algorithm>
#include <vector>

namespace overfit::ui {

namespace {

constexpr qsizetype mostRemembered = 2000;   // runs

}   // namespace

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
        shownAt_.insert(folder, ++showings_);
    }
}

QMap<QString, int> RunColours::places() const {
    QStringList folders = places_.keys();
    if (folders.size() > mostRemembered) {
        const auto later = [this](const QString& one, const QString& other) {
            return shownAt_.value(one) > shownAt_.value(other);
        };
        std::nth_element(folders.begin(), folders.begin() + mostRemembered, folders.end(), later);
        folders.resize(mostRemembered);
    }
    QMap<QString, int> result;
    for (const QString& folder : folders) result.insert(folder, places_.value(folder));
    return result;
}

void RunColours::restore(const QMap<QString, int>& places) {
    for (auto entry = places.begin(); entry != places.end(); ++entry) {
        if (*entry >= 0 && *entry < paletteSize) places_.insert(entry.key(), *entry);
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
