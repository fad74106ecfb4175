#pragma once

#include "core/config/field_table.h"

#include <QString>

namespace overfit::ui {

/// How a value stands in its control: integers with thousands separators, lists without brackets, an empty value as no text.
QString shownText(const Field& field, const FieldValue& value);

/// What a person typed, read as the field's kind. Thousands separators in their places and list brackets are optional.
/// Throws UsageError, as parse_field() does.
FieldValue readTyped(const Field& field, const QString& text);

/// Help, what is allowed, what the paper leaves open and the YAML key as rich text, for tooltip and "what is this".
QString helpText(const Field& field);

/// Words of the table and of problems as plain text: without the backticks around names.
QString plainWords(const std::string& words);

/// Like ==, but NaN equals NaN: a value that never equals itself would be "changed" for ever.
bool sameValue(const FieldValue& a, const FieldValue& b);

}   // namespace overfit::ui
