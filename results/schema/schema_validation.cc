#include "results/schema/schema_validation.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace descend {
namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

std::string place(const valijson::ValidationResults::Error& error) {
  std::string path;
  for (const std::string& part : error.context) path += part;
  return path;
}

}  // namespace

std::vector<std::string> validate(const std::string& schema_name, std::string_view text) {
  const std::string path = DESCEND_SCHEMA_DIR "/" + schema_name + ".schema.json";
  std::ifstream file(path);
  if (!file) return {"no schema " + path};
  valijson::Schema schema;
  const nlohmann::json schema_json = nlohmann::json::parse(file);
  valijson::SchemaParser().populateSchema(Adapter(schema_json), schema);

  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return {"not strict JSON"};
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(schema, Adapter(json), &results)) return {};
  std::vector<std::string> messages;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    messages.push_back(place(error) + ": " + error.description);
  }
  return messages;
}

}  // namespace descend
