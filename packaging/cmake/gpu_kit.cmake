# The target gpu_kit: what packaging/gpu_kit takes to a machine with a GPU. The component gpu-kit of `cmake --install` puts it in
# place without the folders of the machine that built it (no rpath). What this build has not (tests without Qt Test, the CUDA
# module without LibTorch's CUDA part) is left out.

set(gpu_kit_targets overfit overfit_core overfit_engine overfit_cuda side_by_side_ours engine.gpu.test_agreement engine.gpu.test_runs
    engine.gpu.test_runs_at_once engine.gpu.test_kernels)

add_custom_target(gpu_kit)
foreach(program IN LISTS gpu_kit_targets)
  if(TARGET ${program})
    add_dependencies(gpu_kit ${program})
    install(TARGETS ${program} RUNTIME DESTINATION programs COMPONENT gpu-kit EXCLUDE_FROM_ALL
                               LIBRARY DESTINATION programs COMPONENT gpu-kit EXCLUDE_FROM_ALL)
  endif()
endforeach()
