#include "problems/all.h"

namespace descend {

void add_problems(Registry&) {}

}  // namespace descend
