#pragma once

#include "core/fetch/fetch_observer.h"
#include "core/fetch/verify_dataset.h"
#include "ui/data/dataset_row.h"

#include <QString>

namespace overfit::ui {

QString imagesText(const DatasetFacts& facts);       // "60,000 + 10,000"; "varies"
QString pixelsText(const DatasetFacts& facts);       // "28 x 28, grey"
QString classesText(const DatasetFacts& facts);      // "10"; "own"
QString downloadText(const DatasetSource* source);   // "11.59 MB"; "not stated"; empty: can't be fetched
QString licenceText(const DatasetSource* source);    // "MIT", "not stated"
QString hostText(const DatasetSource* source);       // "www.cs.toronto.edu"
QString placeText(const DatasetRow& row);            // "there", "missing", "34.2 MB kept", "built in", "your own"

/// "cifar-10-binary.tar.gz · 85.02 MB of 170.1 MB · 4.321 MB/s · 20 s left"; "2 of 4" where there are several files.
QString progressText(const FetchProgress& progress);

/// What was found, and up to `mostFiles` files that are not as published.
QString verificationText(const Verification& verified, int mostFiles = 4);

/// An error of core/fetch with the window's controls in the place of the terminal's options.
QString windowWords(QString error);

/// Lets addresses, paths and checksums wrap (by zero-width blanks): a line that can't would widen all around it.
QString breakable(const QString& text);

}   // namespace overfit::ui
