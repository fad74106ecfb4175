#pragma once

#include "ui/experiment_form/experiment_form.h"
#include "ui/experiment_form/field_row.h"
#include "ui/experiment_form/note_label.h"
#include "ui/experiment_form/revert_button.h"
#include "ui/experiment_form/section.h"
#include "ui/experiment_form/section_header.h"

#include <QAbstractSpinBox>
#include <QLineEdit>
#include <QTest>
#include <memory>

namespace overfit::ui {

/// The form in a window of its own, and the hands of a person.
class ShownForm {
protected:
    void open() {
        form_ = std::make_unique<ExperimentForm>();
        form_->resize(340, 700);
        form_->show();
        QVERIFY(QTest::qWaitForWindowExposed(form_.get()));
        form_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(form_.get()));
    }

    FieldRow* row(const char* path) const {
        for (auto* each : form_->findChildren<FieldRow*>()) {
            if (each->field().path == path) return each;
        }
        return nullptr;
    }
    template <typename Widget>
    Widget* control(const char* path) const {
        auto* found = form_->findChild<Widget*>(QString::fromUtf8(path));
        Q_ASSERT(found != nullptr);
        return found;
    }
    QLineEdit* edit(const char* path) const { return control<QAbstractSpinBox>(path)->findChild<QLineEdit*>(); }
    RevertButton* revertOf(const char* path) const { return row(path)->findChild<RevertButton*>(); }

    void type(QLineEdit* where, const QString& text) const {
        where->setFocus();
        where->selectAll();
        if (text.isEmpty()) QTest::keyClick(where, Qt::Key_Delete);
        QTest::keyClicks(where, text);
    }
    void type(const char* path, const char* text) const { type(edit(path), QString::fromUtf8(text)); }

    QString problemAt(const char* path) const {
        const auto* problem = row(path)->findChild<NoteLabel*>(QStringLiteral("problem"));
        return problem->isHidden() ? QString() : problem->text();
    }
    QString headerSummary(const char* title) const {
        for (const auto* section : form_->findChildren<Section*>()) {
            if (section->header()->text() == QString::fromUtf8(title)) return section->header()->summary();
        }
        return {};
    }

    std::unique_ptr<ExperimentForm> form_;
};

}   // namespace overfit::ui
