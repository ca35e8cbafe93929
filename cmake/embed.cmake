# Writes OUTPUT, a C++ source that carries the suite files INPUTS inside the program.
set(entries "")
foreach(input IN LISTS INPUTS)
  get_filename_component(name "${input}" NAME_WE)
  file(READ "${input}" text)
  # A string literal may not be longer than 65,536 characters: adjacent pieces join.
  string(LENGTH "${text}" length)
  set(pieces "")
  set(from 0)
  while(from LESS length)
    string(SUBSTRING "${text}" ${from} 8000 piece)
    string(APPEND pieces "\n     R\"json(${piece})json\"")
    math(EXPR from "${from} + 8000")
  endwhile()
  string(APPEND entries "    {\"${name}\",${pieces}},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"harness/suites.h\"

namespace descend {

const std::vector<ShippedSuite>& shipped_suites() {
  static const std::vector<ShippedSuite> suites = {
${entries}  };
  return suites;
}

}  // namespace descend
")
