#include "results/record/sample_records.h"

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "results/record/settings_json.h"

namespace descend {
namespace {

constexpr const char* kSpiralSettings =
    R"({"problem":{"name":"spiral","samples":100,"classes":3,"hidden":[64],"initial_scale":0.01,)"
    R"("arithmetic":"fast"},"optimizer":{"name":"sgd","learning_rate":1.0,"weight_decay":0.0,)"
    R"("clip_norm":null,"clip_value":null},"schedule":{"name":"constant"},"changes":[],)"
    R"("label":"rate 1, \"as printed\"","problem_spec":"spiral:samples=100",)"
    R"("optimizer_spec":"sgd:learning_rate=1.0","seed":0,"optimizer_seed":7,"precision":"float32","batch_size":null,)"
    R"("regime":"batch","budget":{"steps":10000,"epochs":null,"evaluations":null},)"
    R"("target_loss":null})";

constexpr const char* kLandscapeSettings =
    R"({"problem":{"name":"double_well"},"optimizer":{"name":"momentum","learning_rate":100.0,)"
    R"("momentum":0.9,"weight_decay":0.0,"clip_norm":null,"clip_value":null},)"
    R"("schedule":{"name":"constant"},"changes":[{"step":1,"option":"learning_rate","value":50.0}],)"
    R"("label":"","problem_spec":"double_well","optimizer_spec":"momentum:learning_rate=100.0",)"
    R"("seed":3,"optimizer_seed":8,"precision":"float64","batch_size":null,"regime":"deterministic",)"
    R"("budget":{"steps":null,"epochs":null,"evaluations":50},"target_loss":0.5})";

}  // namespace

Record sample_record(const std::string& id, Index states) {
  Record record;
  record.id = id;
  record.session = "2024-05-01T12:00:00Z-0123abcd";
  record.build = "aaaa";
  record.settings = read_run_settings(Json::parse(kSpiralSettings));
  record.outcome.status = Status::budget_exhausted;
  record.outcome.verdict = Verdict::oscillating;
  record.outcome.reason = "the loss rose in 31 of the last 64 steps";
  record.outcome.steps = states - 1;
  record.outcome.final_loss = 0.874;
  record.outcome.best_loss = 0.83;
  record.outcome.best_step = 1;
  record.evaluations = {.value = 0, .gradient = states - 1, .samples = 300 * (states - 1)};
  record.timing = {0.1, 0.1, 0.09, 0.01, 0.0, 0.0, 64};
  TraceColumn step{"step", true, {}}, loss{"loss", false, {}}, rate{"learning_rate", false, {}};
  TraceColumn evaluations{"gradient_evaluations", true, {}}, seconds{"compute_seconds", false, {}};
  for (Index i = 0; i < states; ++i) {
    const double k = static_cast<double>(i);
    step.values.push_back(k);
    loss.values.push_back(1.0986 / (1 + 0.01 * k));
    rate.values.push_back(1.0);
    evaluations.values.push_back(k);
    seconds.values.push_back(k * 1e-5);
  }
  record.trace.columns = {step, loss, rate, evaluations, seconds};
  return record;
}

Record exploded_record(const std::string& id) {
  Record record = sample_record(id);
  record.settings = read_run_settings(Json::parse(kLandscapeSettings));
  record.outcome.status = Status::diverged;
  record.outcome.verdict = Verdict::diverged;
  record.outcome.reason = "the loss was no longer finite";
  record.outcome.final_loss = kNaN;
  record.outcome.best_loss = 0.25;
  record.outcome.explosion_start_step = 1;
  record.outcome.diverged_step = 2;
  record.trace.columns = {{"step", true, {0, 1, 2}},
                          {"loss", false, {0.25, kInfinity, kNaN}},
                          {"gradient_norm", false, {1e300, -kInfinity, kNaN}},
                          {"x0", false, {-0.0, 1e308, kInfinity}}};
  return record;
}

RecordedParameters sample_parameters() {
  return {.blocks = {{"weight0", 0, 2, 1, Role::matrix}, {"bias0", 2, 1, 1, Role::vector}},
          .steps = {0, 10},
          .parameters = {{1.0, 0.1, -0.5}, {0.5, kNaN, kInfinity}},
          .updates = {{0.0, 0.0, 0.0}, {-0.5, 0.25, 1e-30}},
          .gradients = {{0.5, -0.25, 0.0}, {0.5, 0.125, 3.0}}};
}

Drawing sample_drawing(const std::string& key) {
  return {.key = key, .columns = {{"point_x0", {0.0, 0.5}}, {"point_class", {0.0, 1.0}}}};
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "descend-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace descend
