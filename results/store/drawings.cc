#include "results/store/drawings.h"

#include <fmt/core.h>

#include "results/files/atomic_file.h"
#include "results/files/hash.h"
#include "results/record/write_record.h"

namespace descend {

namespace fs = std::filesystem;

bool Drawings::has(const std::string& key) const {
  const std::lock_guard guard(mutex_);
  return file_of_key_.contains(key);
}

std::string Drawings::keep(const Drawing& drawing) {
  if (drawing.columns.empty()) {
    const std::lock_guard guard(mutex_);
    const auto known = file_of_key_.find(drawing.key);
    return known == file_of_key_.end() ? std::string() : known->second;
  }
  Hash hash;
  for (const Column& column : drawing.columns) hash.add(column.name).add(column.values);
  const std::string file = "drawings/" + hash.hex() + ".json";
  const std::lock_guard guard(mutex_);
  if (!fs::exists(folder_ / file)) {
    fs::create_directories(folder_ / "drawings");
    write_atomically(folder_ / file, [&](const Append& append) {
      JsonWriter writer(append);
      write_drawing(drawing, writer);
    });
  }
  file_of_key_[drawing.key] = file;
  return file;
}

}  // namespace descend
