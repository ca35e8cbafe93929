/// The page of reports, as viewer/ builds it.
#pragma once

#include <string_view>

namespace descend {

/// Empty where the program was built without Node.
std::string_view report_page();

}  // namespace descend
