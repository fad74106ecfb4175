#pragma once

#include <QString>

namespace overfit::ui {

/// What is done with a folder.
enum class FolderUse { Read, Write };

struct FolderProblem {
    QString text;             // empty: the folder serves
    bool canBeMade = false;   // it does not exist, and making it would be allowed
};

/// Whether a folder serves, in words where it does not. Looks at the disk, writes nothing.
FolderProblem folderProblem(const QString& folder, FolderUse use);

/// Without ~ and trailing slashes, absolute.
QString cleanFolder(const QString& typed);

}   // namespace overfit::ui
