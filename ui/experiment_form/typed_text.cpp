#include "ui/experiment_form/typed_text.h"

#include "core/support/text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <cmath>

namespace overfit::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(overfit::ui::FieldHelp)
};

QString withoutThousands(const QString& text) {
    static const QRegularExpression grouped(QStringLiteral("^[+-]?\\d{1,3}([,\\x{2009}\\x{202f} ]\\d{3})+$"));
    if (!grouped.match(text).hasMatch()) return text;
    static const QRegularExpression separators(QStringLiteral("[,\\x{2009}\\x{202f} ]"));
    return QString(text).remove(separators);
}

}   // namespace

QString shownText(const Field& field, const FieldValue& value) {
    if (std::holds_alternative<std::monostate>(value)) return {};
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return QString::fromStdString(with_thousands(*integer));
    if (const auto* text = std::get_if<std::string>(&value)) return QString::fromStdString(*text);
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(&value)) {
        QStringList parts;
        for (const std::int64_t entry : *list) parts << QString::number(entry);
        return parts.join(QStringLiteral(", "));
    }
    return QString::fromStdString(field_text(value, field));
}

FieldValue readTyped(const Field& field, const QString& text) {
    QString plain = text.trimmed();
    if (!field.empty_word.empty() && plain.isEmpty()) return std::monostate{};
    if (field.kind == FieldKind::Integer || field.kind == FieldKind::Seed) plain = withoutThousands(plain);
    if (field.kind == FieldKind::IntegerList && !plain.startsWith(QLatin1Char('['))) {
        plain = QLatin1Char('[') + plain + QLatin1Char(']');
    }
    return parse_field(field, plain.toStdString());
}

QString helpText(const Field& field) {
    const auto paragraph = [](const QString& text) { return QStringLiteral("<p>%1</p>").arg(text); };
    const auto escaped = [](const std::string& text) {
        static const QRegularExpression name(QStringLiteral("`([^`]*)`"));
        return QString::fromStdString(text).toHtmlEscaped().replace(name, QStringLiteral("<tt>\\1</tt>"));
    };
    QString text = paragraph(QStringLiteral("<b>%1</b><br>%2").arg(escaped(field.label), escaped(field.help)));
    if (!field.paper_is_silent.empty()) text += paragraph(QStringLiteral("† ") + escaped(field.paper_is_silent));
    QString facts = Words::tr("In YAML: %1").arg(QStringLiteral("<tt>%1</tt>").arg(escaped(field.path)));
    // The choices stand in the combo box, each with its explanation.
    if (field.kind == FieldKind::Integer || field.kind == FieldKind::Real || field.kind == FieldKind::IntegerList) {
        facts = Words::tr("Allowed: %1").arg(escaped(allowed_text(field))) + QStringLiteral("<br>") + facts;
    }
    return text + paragraph(facts);
}

QString plainWords(const std::string& words) { return QString::fromStdString(words).remove(QLatin1Char('`')); }

bool sameValue(const FieldValue& a, const FieldValue& b) {
    if (a == b) return true;
    const auto* first = std::get_if<double>(&a);
    const auto* second = std::get_if<double>(&b);
    return first != nullptr && second != nullptr && std::isnan(*first) && std::isnan(*second);
}

}   // namespace overfit::ui
