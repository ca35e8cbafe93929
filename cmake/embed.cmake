# Writes OUTPUT, a C++ source that carries the files INPUTS inside the program: the function FUNCTION,
# declared in HEADER, gives a list of TYPE, each a name and a text. A name is the file's without its
# ending, or its path in the folder BASE where that is given.
set(entries "")
foreach(input IN LISTS INPUTS)
  if(BASE)
    file(RELATIVE_PATH name "${BASE}" "${input}")
  else()
    get_filename_component(name "${input}" NAME_WE)
  endif()
  file(READ "${input}" text)
  # A string literal may not be longer than 65,536 characters: adjacent pieces join.
  string(LENGTH "${text}" length)
  set(pieces "")
  set(from 0)
  while(from LESS length)
    string(SUBSTRING "${text}" ${from} 8000 piece)
    string(APPEND pieces "\n     R\"embedded(${piece})embedded\"")
    math(EXPR from "${from} + 8000")
  endwhile()
  string(APPEND entries "    {\"${name}\",${pieces}},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"${HEADER}\"

namespace descend {

const std::vector<${TYPE}>& ${FUNCTION}() {
  static const std::vector<${TYPE}> files = {
${entries}  };
  return files;
}

}  // namespace descend
")
