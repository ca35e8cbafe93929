# Writes OUTPUT, a C++ source that carries the file INPUT, or nothing where INPUT is empty.
set(bytes "")
set(count 0)
if(INPUT)
  file(READ "${INPUT}" hex HEX)
  string(LENGTH "${hex}" count)
  math(EXPR count "${count} / 2")
  # Numbers, because a string literal may not be this long.
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
endif()
file(WRITE "${OUTPUT}" "#include \"results/report/page.h\"

namespace descend {
namespace {

constexpr unsigned char kPage[] = {${bytes}0};

}  // namespace

std::string_view report_page() { return {reinterpret_cast<const char*>(kPage), ${count}}; }

}  // namespace descend
")
