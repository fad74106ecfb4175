# embed_presets(overfit_core NAME ...): makes files of resources/presets a part of the program, so that it needs no data folder.
#
# As a script (cmake -DTEXTS=a;b -DOUTPUT=f.cpp -P embed_texts.cmake) it writes the C++ file that embedded_texts.h declares.

if(CMAKE_SCRIPT_MODE_FILE)
  set(rows "")
  foreach(text IN LISTS TEXTS)
    get_filename_component(name ${text} NAME_WE)
    file(READ ${text} content)
    string(APPEND rows "    EmbeddedText{\"${name}\", R\"text(${content})text\"},\n")
  endforeach()
  file(WRITE ${OUTPUT} "// Made by packaging/cmake/embed_texts.cmake from resources/presets.\n"
    "#include \"core/config/embedded_texts.h\"\n\n#include <array>\n\nnamespace overfit {\n\n"
    "std::span<const EmbeddedText> embedded_presets() {\n  static constexpr std::array texts{\n${rows}  };\n  return texts;\n}\n\n"
    "}   // namespace overfit\n")
  return()
endif()

set(OVERFIT_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(embed_presets target)
  list(TRANSFORM ARGN REPLACE "(.+)" "${CMAKE_SOURCE_DIR}/resources/presets/\\1.yaml" OUTPUT_VARIABLE texts)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_presets.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DTEXTS=${texts}" -DOUTPUT=${output} -P ${OVERFIT_EMBED_SCRIPT}
    DEPENDS ${texts} ${OVERFIT_EMBED_SCRIPT} COMMENT "Embedding presets" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
