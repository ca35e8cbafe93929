#include "results/record/record.h"

#include <algorithm>

namespace descend {

const TraceColumn* Trace::find(const std::string& name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const TraceColumn& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace descend
