// The one place that names the plugin and adds everything.

#include "example.h"

#include "descend/plugin.h"

namespace example {
namespace {

void add_everything(descend::Registry& registry) {
  add_signum(registry);
  add_stopping_distance(registry);
}

}  // namespace
}  // namespace example

DESCEND_PLUGIN("example", "1.0", example::add_everything)
