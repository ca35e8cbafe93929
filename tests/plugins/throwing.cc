// A plugin whose static initialiser throws.

#include <stdexcept>

#include "tests/plugins/register.h"

namespace {

int never_there() { throw std::runtime_error("the tide is\nout"); }

const int kThere = never_there();

void add_everything(descend::Registry&) {}

}  // namespace

DESCEND_PLUGIN("throwing", "1.0", add_everything)
