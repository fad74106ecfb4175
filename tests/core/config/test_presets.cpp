#include "core/config/config_check.h"
#include "core/config/config_yaml.h"
#include "core/config/embedded_texts.h"
#include "core/config/field_table.h"
#include "core/config/presets.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/random_stream.h"
#include "tests/places.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>
#include <functional>
#include <set>

using namespace overfit;

namespace {

/// Whether the text is a configuration or a mistake that is told; anything else (a crash, another exception) is neither.
bool ends_well(std::string_view yaml) {
    try {
        check(parse_config(yaml));
        return true;
    } catch (const UsageError& error) {
        return std::string_view(error.what()).starts_with("configuration:");
    }
}

/// A figure may show the very run that is a row of a table, under its own title.
bool shows_its_base(const Preset& preset) {
    if (!preset.name.starts_with("paper-figure") || preset.base.empty()) return false;
    ExperimentConfig base = find_preset(preset.base).config;
    base.name = preset.config.name;
    return base == preset.config;
}

/// What the call throws, as people read it; empty when it throws nothing.
std::string message_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

}   // namespace

class TestPresets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFileOfResourcesIsEmbedded() {
        QStringList files = QDir(QString(places::source_dir) + "/resources/presets").entryList({"*.yaml"}, QDir::Files);
        QStringList embedded;
        for (const Preset& preset : presets()) {
            const QString file = QString::fromStdString(preset.name) + ".yaml";
            embedded << file;
            QFile source(QString(places::source_dir) + "/resources/presets/" + file);
            QVERIFY2(source.open(QIODevice::ReadOnly), qPrintable(file));
            const auto text =
                std::ranges::find(embedded_presets(), std::string_view(preset.name), &EmbeddedText::name)->content;
            QCOMPARE(QByteArray(text.data(), static_cast<qsizetype>(text.size())), source.readAll());
        }
        std::ranges::sort(embedded);
        QCOMPARE(embedded, files);
    }

    void everyPresetCanBeRunAndSaysWhatItIs() {
        for (const Preset& preset : presets()) {
            const ExperimentConfig config = preset_config(preset.name);
            for (const Problem& problem : check(config)) {
                QFAIL((preset.name + ": " + problem.path + ": " + problem.message).c_str());
            }
            QCOMPARE(config.name, preset.title);
            QVERIFY2(preset.summary.size() > 60 && preset.summary.ends_with('.'), preset.name.c_str());
            QVERIFY2(preset.summary.find_first_of("#\n") == std::string::npos, preset.name.c_str());
            QVERIFY2(!preset.source.empty() && !preset.source.ends_with('.'), preset.name.c_str());
            QCOMPARE(parse_config(config_to_yaml(config)), config);
        }
    }

    void noTwoPresetsShareNameTitleOrSettings() {
        std::set<std::string> names, titles, settings;
        for (const Preset& preset : presets()) {
            QVERIFY2(names.insert(preset.name).second, preset.name.c_str());
            QVERIFY2(titles.insert(preset.title).second, preset.title.c_str());
            ExperimentConfig config = preset.config;
            config.name.clear();
            const bool is_new = settings.insert(config_to_yaml(config)).second;
            QVERIFY2(is_new || shows_its_base(preset), preset.name.c_str());
        }
    }

    /// What the paper leaves open is told: each point of a field that means something there, or a matter of no field.
    void everyPresetTellsWhatThePaperLeavesOpen() {
        for (const Preset& preset : presets()) {
            QVERIFY2(!preset.open.empty(), preset.name.c_str());
            for (const OpenPoint& point : preset.open) {
                const Field* field = find_field(point.subject);
                QVERIFY2(field == nullptr || !field->applies || field->applies(preset.config), point.subject.c_str());
                QVERIFY2(point.reason.size() > 5 && !point.reason.ends_with('.'), point.reason.c_str());
            }
        }
        const auto points = [](const char* name) {
            QStringList texts;
            const Preset& preset = find_preset(name);
            for (const OpenPoint& point : preset.open) {
                texts << QString::fromStdString(open_point_text(point, preset.config));
            }
            return texts;
        };
        const QStringList decay = points("paper-table1-inception-true-weight-decay");
        QCOMPARE(decay[0],
                 QString("Weight decay 0.0001: the coefficient is not stated; fitting-random-labels takes this one"));
        QVERIFY(decay.contains("Batch size 128: not stated; reproductions take 128"));   // the base's
        QVERIFY(decay.filter("Batch norm parameters").size() == 1);
        const QStringList without = points("paper-table1-inception-without-batch-norm-random");
        QVERIFY2(without.filter("norm").isEmpty(), qPrintable(without.join('\n')));   // means nothing there, or withdrawn
        QVERIFY(without.contains("padding: not stated; 1 on each side"));
    }

    void aPresetPrintsAsAFileThatIsTheSameExperiment() {
        for (const Preset& preset : presets()) {
            const std::string file = preset_as_yaml(preset);
            QCOMPARE(parse_config(file), preset.config);
            const QString words = QString::fromStdString(file).replace("\n# ", " ");   // lines wrap
            QVERIFY2(words.contains(QString::fromStdString("Source: " + preset.source)), file.c_str());
            for (const OpenPoint& point : preset.open)
                QVERIFY2(words.contains(QString::fromStdString(point.reason)), file.c_str());
            for (const QString& line : QString::fromStdString(file).split('\n')) {
                QVERIFY2(line.size() <= 160 && !line.endsWith(' '), qPrintable(line));
            }
        }
        const std::string changed = preset_as_yaml(find_preset("paper-table1-mlp-1x512-random"));
        QVERIFY2(changed.find("# It changes the preset paper-table1-mlp-1x512-true:") != std::string::npos, changed.c_str());
        QVERIFY2(changed.find("#       fraction: 1                   # section 2") != std::string::npos, changed.c_str());
    }

    void aPresetsFileIsReadAsThatExperiment() {
        for (const Preset& preset : presets()) {
            const std::string file = std::string(places::source_dir) + "/resources/presets/" + preset.name + ".yaml";
            QVERIFY2(read_config(file) == preset.config, preset.name.c_str());
        }
    }

    void aPresetsFileOverAnUnknownBaseNamesTheNearest() {
        const QTemporaryDir folder;
        const std::string file = folder.filePath("mine.yaml").toStdString();
        atomic_write(file, "preset:\n  source: mine\n  summary: A try.\n  base: quick-start-true-label\nname: mine\n");
        const std::string message = message_of([&] { read_config(file); });
        QVERIFY2(message.find("quick-start-true-labels") != std::string::npos, message.c_str());
        atomic_write(file, "name: mine\npreset:\n  source: mine\n");
        const std::string late = message_of([&] { read_config(file); });
        QVERIFY2(late.find("mine.yaml:2: preset: a preset's block has to begin its file") != std::string::npos,
                 late.c_str());
        QVERIFY2(late.find("overfit run --preset NAME") != std::string::npos, late.c_str());
    }

    void aDamagedHeadIsRefusedByLineAndKey() {
        const auto refusal = [](const std::string& text) {
            try {
                parse_preset_file(text, "preset x");
            } catch (const UsageError& error) {
                return QString(error.what());
            }
            return QString();
        };
        const QString good = "preset:\n  source: s\n  summary: t\n  open:\n    seed: u\nname: x\n";
        QCOMPARE(refusal(good.toStdString()), QString());
        QCOMPARE(parse_preset_file(good.toStdString(), "x").settings, std::string("\n\n\n\n\nname: x\n"));
        QCOMPARE(refusal("name: x\n"), QString("preset x:1: expected the block `preset:` first"));
        const auto changed = [&](const char* from, const char* to) {
            return refusal(QString(good).replace(from, to).toStdString());
        };
        QVERIFY(changed("source", "sourse").contains("preset x:2: preset.\"sourse\": unknown key"));
        QVERIFY(changed("  source: s\n", "").contains("preset.source: missing"));
        QVERIFY(changed("summary: t", "summary: [t]").contains("preset x:3: preset.summary: expected words"));
        QVERIFY(
            changed("    seed: u", "    training.batchsize: u").contains("preset x:5: preset.open: \"training.batchsize\""));
        QVERIFY(changed("    seed: u", "    - seed").contains("preset.open: expected"));
        QVERIFY(changed("summary: t", "summary: a: b").contains("preset x:3"));
        QVERIFY(!refusal("preset:").isEmpty());
        QVERIFY(!refusal("preset:x\nname: y\n").isEmpty());                                            // a word, no block
        for (qsizetype size = 0; size < good.size(); ++size) refusal(good.left(size).toStdString());   // none but UsageError
    }

    void aBaseGivesWhatIsNotSaid() {
        ExperimentConfig base;
        base.data.crop = 28;
        base.model.name = "small-inception";
        base.model.batch_norm_affine = BatchNormAffine::None;
        const ExperimentConfig same = parse_config("seed: 7", "x", base);
        QCOMPARE(same.data.crop, std::int64_t{28});
        QCOMPARE(same.seed, std::uint64_t{7});
        QVERIFY(same.model.batch_norm_affine == BatchNormAffine::None);
        const ExperimentConfig other = parse_config("model: {name: mlp}", "x", base);
        QVERIFY(other.model.batch_norm_affine == ExperimentConfig{}.model.batch_norm_affine);
        QVERIFY_EXCEPTION_THROWN(parse_config("modle: {}", "x", base), UsageError);
    }

    void theQuickStartDiffersInItsLabelsOnly() {
        ExperimentConfig of_true = preset_config("quick-start-true-labels");
        ExperimentConfig of_random = preset_config("quick-start-random-labels");
        QCOMPARE(presets()[0].name, std::string("quick-start-true-labels"));
        QCOMPARE(presets()[1].name, std::string("quick-start-random-labels"));
        QCOMPARE(of_true.corruption.labels.fraction, 0.0);
        QCOMPARE(of_random.corruption.labels.fraction, 1.0);
        of_true.name = of_random.name;
        of_true.corruption = of_random.corruption;
        QCOMPARE(of_true, of_random);
    }

    /// Paper, appendix A; the numbers beside it are what the paper leaves open.
    void paperRowsHaveThePapersSettings() {
        int rows = 0;
        for (const Preset& preset : presets()) {
            const QString name = QString::fromStdString(preset.name);
            if (!name.startsWith("paper-table1-")) continue;
            ++rows;
            const ExperimentConfig config = preset_config(preset.name);
            QCOMPARE(config.data.dataset, std::string("cifar10"));
            QCOMPARE(config.data.crop, std::int64_t{28});
            QVERIFY(config.data.scaling == Scaling::PerImageWhitening);
            QCOMPARE(config.training.learning_rate, name.contains("inception") ? 0.1 : 0.01);
            QCOMPARE(config.training.momentum, 0.9);
            QCOMPARE(config.training.weight_decay > 0.0, name.endsWith("weight-decay"));
            QCOMPARE(preset.title.find("weight decay") != std::string::npos, name.endsWith("weight-decay"));
            QVERIFY(config.training.schedule.kind == ScheduleKind::Exponential);
            QCOMPARE(config.training.schedule.factor, 0.95);
            QCOMPARE(config.corruption.labels.fraction, name.endsWith("random") ? 1.0 : 0.0);
            QVERIFY(config.corruption.labels.draw == LabelDraw::AllClasses);
            QCOMPARE(config.model.dropout, 0.0);
            QCOMPARE(config.augmentation.random_crop, name.contains("random-crop"));
            if (name.contains("mlp")) {
                QCOMPARE(config.model.hidden, std::vector<std::int64_t>(name.contains("3x512") ? 3 : 1, 512));
            }
            QCOMPARE(config.training.stop_when_fitted, name.endsWith("random"));
            const auto stop = std::ranges::find(preset.open, "training.stop_when_fitted", &OpenPoint::subject);
            QVERIFY2(stop != preset.open.end() && stop->reason.starts_with("not stated; "), preset.name.c_str());
            QCOMPARE(config.model.batch_norm, !name.contains("without-batch-norm"));
            const char* model = name.contains("inception") ? "small-inception"
                                : name.contains("alexnet") ? "small-alexnet"
                                                           : "mlp";
            QCOMPARE(config.model.name, std::string(model));
        }
        QCOMPARE(rows, 19);   // all of table 1
    }

    /// Figure 1 (b) and (c) ask when the labels are fitted; the curves of 1 (a) and 2 go on.
    void figuresEndWhereTheirCurvesDo() {
        int curves = 0;
        for (const Preset& preset : presets()) {
            const QString name = QString::fromStdString(preset.name);
            if (!name.startsWith("paper-figure")) continue;
            const bool of_time_to_fit = name.contains(QRegularExpression("-p0\\d$"));
            QCOMPARE(preset.config.training.stop_when_fitted, of_time_to_fit);
            if (!of_time_to_fit) ++curves;
        }
        QCOMPARE(curves, 7);
    }

    /// p = 0.1 to 0.9 of three models: rows of table 1 with more noise or less, which stop where they fit.
    void theNoiseOfFigure1IsAllThatItsPresetsChange() {
        std::set<std::pair<std::string, int>> found;
        for (const Preset& preset : presets()) {
            const QRegularExpression with_noise("^paper-figure1-(alexnet|inception|mlp-1x512)-p0(\\d)$");
            const QRegularExpressionMatch match = with_noise.match(QString::fromStdString(preset.name));
            if (!match.hasMatch()) continue;
            const int tenths = match.captured(2).toInt();
            found.emplace(match.captured(1).toStdString(), tenths);
            const Preset base = find_preset(preset.base);
            ExperimentConfig expected = base.config;
            QCOMPARE(base.name, "paper-table1-" + match.captured(1).toStdString() + "-true");
            QCOMPARE(expected.corruption.labels.fraction, 0.0);
            expected.name = preset.config.name;
            expected.corruption.labels.fraction = tenths / 10.0;
            expected.training.stop_when_fitted = true;
            QVERIFY2(preset.config == expected, preset.name.c_str());
            QVERIFY2(preset.config.name.find("p = 0." + std::to_string(tenths)) != std::string::npos,
                     preset.config.name.c_str());
            QVERIFY2(preset.config.corruption.labels.draw == LabelDraw::AllClasses, preset.name.c_str());
        }
        QCOMPARE(found.size(), 27U);
    }

    void theFirstAuthorsSettingsAreTheirs() {
        const ExperimentConfig resnet = preset_config("cifar10-random-labels-wide-resnet");
        const ExperimentConfig mlp = preset_config("cifar10-random-labels-mlp");
        for (const ExperimentConfig& config : {resnet, mlp}) {
            QVERIFY(config.corruption.labels.draw == LabelDraw::Reference);
            QVERIFY(config.data.scaling == Scaling::ChannelStatistics);
            QCOMPARE(config.training.epochs, std::int64_t{300});
            QCOMPARE(config.training.batch_size, std::int64_t{128});
            QCOMPARE(config.training.weight_decay, 0.0001);
            QCOMPARE(config.training.schedule.at, (std::vector<std::int64_t>{150, 225}));
            QCOMPARE(config.training.schedule.factor, 0.1);
        }
        QCOMPARE(resnet.training.learning_rate, 0.1);
        QCOMPARE(mlp.training.learning_rate, 0.01);
        QVERIFY(!mlp.model.bias);
    }

    void anUnknownPresetNamesTheNearest() {
        try {
            preset_config("quick-start-randomlabels");
            QFAIL("no error");
        } catch (const UsageError& error) {
            QCOMPARE(std::string(error.what()), std::string("preset \"quick-start-randomlabels\": there is no such preset; "
                                                            "nearest: quick-start-random-labels"));
        }
        QVERIFY_EXCEPTION_THROWN(preset_config(""), UsageError);
    }

    void everyPrefixOfAPresetEndsWell() {
        for (const Preset& preset : presets()) {
            for (std::size_t size = 0; size <= preset.settings.size(); ++size) {
                const std::string prefix = preset.settings.substr(0, size);
                QVERIFY2(ends_well(prefix), prefix.c_str());
            }
        }
    }

    void mutatedPresetsEndWell() {
        RandomStream stream(17);
        for (int i = 0; i < 20'000; ++i) {
            std::string yaml = presets()[stream.below(presets().size())].settings;
            for (std::uint64_t flips = 1 + stream.below(4); flips > 0; --flips) {
                const std::size_t place = stream.below(yaml.size());
                switch (stream.below(3)) {
                    case 0: yaml[place] = static_cast<char>(stream.below(256)); break;
                    case 1: yaml.erase(place, 1 + stream.below(20)); break;
                    default: yaml.insert(place, 1, "&*!{}[]:,#-?|>'\"%@`~\n\t \\"[stream.below(24)]); break;
                }
            }
            QVERIFY2(ends_well(yaml), yaml.c_str());
        }
    }

    void theReferenceTellsOfEveryFieldAndChoice() {
        for (const std::string& reference : {field_reference_text(), field_reference_markdown()}) {
            for (const Field& field : field_table()) {
                QVERIFY2(reference.find(field.path) != std::string::npos, field.path.c_str());
                for (const FieldChoice& choice : field.choices) {
                    QVERIFY2(reference.find(choice.name) != std::string::npos, choice.name.c_str());
                }
            }
        }
        for (const QString& line : QString::fromStdString(field_reference_text()).split('\n')) {
            QVERIFY2(line.size() <= 150, qPrintable(line));
        }
    }

    void theReferenceIsAWholeMarkdownTable() {
        const QStringList lines = QString::fromStdString(field_reference_markdown()).trimmed().split('\n');
        QCOMPARE(static_cast<std::size_t>(lines.size()), field_table().size() + 2);
        for (const QString& line : lines) {
            QCOMPARE(QString(line).replace("\\|", "").count('|'), 5);
        }
    }

    /// OVERFIT_UPDATE_README=1 in the environment writes the table instead of comparing it.
    void theReadmeHoldsTheReference() {
        QFile readme(QString(places::source_dir) + "/README.md");
        if (!readme.open(QIODevice::ReadOnly)) QSKIP("there is no README.md");
        const std::string text = readme.readAll().toStdString();
        readme.close();
        const std::string begin = "<!-- fields:begin -->\n";
        const std::size_t start = text.find(begin);
        const std::size_t end = text.find("<!-- fields:end -->");
        if (start == std::string::npos || end == std::string::npos) QSKIP("README.md has no place for the fields");
        const std::string expected = text.substr(0, start + begin.size()) + field_reference_markdown() + text.substr(end);
        if (qEnvironmentVariableIsSet("OVERFIT_UPDATE_README")) {
            atomic_write(std::string(places::source_dir) + "/README.md", expected);
            return;
        }
        QVERIFY2(text == expected, "the fields of README.md are out of date: run this test with OVERFIT_UPDATE_README=1");
    }
};

QTEST_APPLESS_MAIN(TestPresets)
#include "test_presets.moc"
