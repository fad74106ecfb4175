# embed_kernels(target PATH ...): makes the kernels' source files (paths from the root, as they include each other) a part of the
# program: they are compiled on the machine whose GPU runs them.
#
# As a script (cmake -DROOT=dir -DFILES=a;b -DOUTPUT=f.cpp -P embed_kernels.cmake) it writes what kernel_compiler.h declares.

if(CMAKE_SCRIPT_MODE_FILE)
  set(rows "")
  foreach(path IN LISTS FILES)
    file(READ ${ROOT}/${path} content)
    string(APPEND rows "    KernelSource{\"${path}\", R\"text(${content})text\"},\n")
  endforeach()
  file(WRITE ${OUTPUT} "// Made by packaging/cmake/embed_kernels.cmake from core/engine/kernels.\n"
    "#include \"core/engine/cuda/kernel_compiler.h\"\n\n#include <array>\n\nnamespace overfit {\n\n"
    "std::span<const KernelSource> kernel_sources() {\n  static constexpr std::array texts{\n${rows}  };\n  return texts;\n}\n\n"
    "}   // namespace overfit\n")
  return()
endif()

set(OVERFIT_EMBED_KERNELS_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(embed_kernels target)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_kernels.cpp)
  list(TRANSFORM ARGN PREPEND "${CMAKE_SOURCE_DIR}/" OUTPUT_VARIABLE files)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} "-DFILES=${ARGN}" -DOUTPUT=${output} -P ${OVERFIT_EMBED_KERNELS_SCRIPT}
    DEPENDS ${files} ${OVERFIT_EMBED_KERNELS_SCRIPT} COMMENT "Embedding kernels" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
