#include "core/config/field_table.h"
#include "core/config/model_facts.h"

#include <QtTest>
#include <map>
#include <set>

using namespace overfit;

class TestModelFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modelsAreThoseOfTheDesign() {
        QCOMPARE(find_model_facts("transformer"), nullptr);
        for (const char* name :
             {"mlp", "wide-resnet", "small-inception", "small-alexnet", "resnet", "alexnet", "inception-v3", "linear"}) {
            QVERIFY2(find_model_facts(name) != nullptr, name);
        }
    }

    void aModelTakesWhatItsOptionsSay() {
        const std::map<std::string_view, std::set<std::string>> options{
            {"mlp", {"model.hidden", "model.bias", "model.dropout"}},
            {"linear", {"model.bias"}},
            {"wide-resnet", {"model.depth", "model.width", "model.dropout"}},
            {"resnet", {"model.width"}},
            {"small-inception", {"model.batch_norm", "model.batch_norm_affine"}},
            {"small-alexnet",
             {"model.response_normalization.size", "model.response_normalization.alpha", "model.response_normalization.beta",
              "model.response_normalization.k"}},
            {"alexnet", {"model.dropout"}},
            {"inception-v3", {"model.dropout"}}};
        for (const ModelFacts& facts : model_facts()) {
            ExperimentConfig config;
            config.model.name = facts.name;
            std::set<std::string> found;
            for (const Field& row : field_table()) {
                if (row.path.starts_with("model.") && row.applies(config)) found.insert(row.path);
            }
            std::set<std::string> expected = options.at(facts.name);
            expected.insert({"model.name", "model.initialization"});
            QCOMPARE(found, expected);
        }
    }

    void aModelTakesImagesFromItsSmallestOn() {
        ModelConfig model;
        model.name = "alexnet";
        QCOMPARE(image_size_problem(model, 63, 224), std::string());
        QCOMPARE(
            image_size_problem(model, 224, 62),
            std::string("alexnet takes images of at least 63 x 63 pixels, found 224 x 62; take larger images or another "
                        "model"));
    }

    void aWideResNetTakesSidesThatItCanHalveTwice() {
        ModelConfig model;
        QCOMPARE(image_size_problem(model, 5, 7), std::string());   // an MLP takes any
        model.name = "wide-resnet";
        for (const int side : {8, 28, 32, 96}) QCOMPARE(image_size_problem(model, side, side), std::string());
        for (const int side : {4, 27, 30}) QVERIFY(!image_size_problem(model, side, side).empty());
        QVERIFY(!image_size_problem(model, 32, 30).empty());
    }
};

QTEST_APPLESS_MAIN(TestModelFacts)
#include "test_model_facts.moc"
