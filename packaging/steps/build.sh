# shellcheck shell=bash disable=SC2154
# Step 3: configure and build a preset. Sourced; needs messages.sh and $root.

# A file with LibTorch's headers takes 1.4 GB to compile: as many jobs as the memory bears.
build_jobs() {
    local cores gigabytes
    cores=$(nproc)
    gigabytes=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
    local by_memory=$((gigabytes / 2))
    if [ "$by_memory" -lt 1 ]; then by_memory=1; fi
    printf '%s\n' $((cores < by_memory ? cores : by_memory))
}

# build_preset PRESET TARGET [CMAKE OPTION ...]
build_preset() {
    local preset=$1 target=$2 folder=$root/build/$1 stamp wanted
    shift 2
    stamp=$folder/configured-with.txt
    # Ninja configures again by itself when a CMake file changes; only a change of what is named from outside needs us.
    wanted="$* OVERFIT_LIBTORCH=${OVERFIT_LIBTORCH:-} OVERFIT_LIBTORCH_DIR=${OVERFIT_LIBTORCH_DIR:-}"
    if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        step "Configuring build/$preset"
        (cd "$root" && cmake --preset "$preset" "$@") ||
            fail "CMake could not configure build/$preset" "see its message above: it names what is missing"
        printf '%s\n' "$wanted" >"$stamp"
    fi
    step "Building build/$preset"
    cmake --build "$folder" --target "$target" --parallel "$(build_jobs)" ||
        fail "build/$preset does not compile" "see the compiler's message above"
}
