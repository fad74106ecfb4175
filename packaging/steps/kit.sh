# shellcheck shell=bash disable=SC2154
# The kit for a machine with a GPU, part by part. Sourced by packaging/gpu_kit; needs messages.sh, $packaging and $root.
#
# The kit: run, program.sh and messages.sh (scripts), bin/ (how its programs are started), programs/ (programs and modules), lib/
# (libraries), tests/ (Python peers, at the places that they have in the sources), kit.txt (facts), sources/ and data/ on request.

kit_limit_mb=60   # of the archive, without data

# Of the machine that runs the kit: the C library and what comes with the compiler must be its own (libgomp: LibTorch's, or there
# would be two sets of threads), LibTorch's libraries come with Python's torch, and the driver with its GPU.
is_of_the_target() {
    case $1 in
        linux-vdso.so.* | ld-linux*.so.* | libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | libresolv.so.* | \
            libstdc++.so.* | libgcc_s.so.* | libgomp.so.*) return 0 ;;
        libtorch*.so* | libc10*.so* | libcuda.so.* | libcudart.so.* | libcu*.so.* | libnv*.so.* | libnccl.so.*)
            case $1 in libcurl*) return 1 ;; esac
            return 0
            ;;
    esac
    return 1
}

# collect_programs BUILD KIT
collect_programs() {
    cmake --install "$1" --component gpu-kit --prefix "$2" --strip >"$work/install.log" 2>&1 ||
        fail "$1 is not built: $(grep -m 1 'cannot find' "$work/install.log" || tail -n 1 "$work/install.log")" \
            "cmake --build $1 --target gpu_kit"
    mkdir -p "$2/bin"
    local program
    for program in overfit side_by_side_ours; do
        [ -f "$2/programs/$program" ] ||
            fail "$1 has no $program" "configure with -DOVERFIT_BENCHMARKS=ON, as the preset gpu-kit does"
        cp "$packaging/kit/program.sh" "$2/bin/$program"
    done
    compgen -G "$2/programs/engine.gpu.*" >/dev/null || note "without the tests: this build has no Qt Test"
    if [ -f "$2/programs/liboverfit_cuda.so" ]; then note "with the CUDA module"; else note "without the CUDA module, which this build has not"; fi
}

# The lines "name path" of what a program or library is linked with, all the way down; no path where it is missing here.
linked_libraries() {
    LD_LIBRARY_PATH=$1 ldd "$2" | awk '$2 == "=>" { print $1, ($3 ~ /^\// ? $3 : "") } $2 != "=>" && $1 !~ /^\// { print $1, "" }'
}

# collect_libraries KIT
collect_libraries() {
    local file name path
    mkdir -p "$1/lib"
    for file in "$1"/programs/*; do
        while read -r name path; do
            if is_of_the_target "$name" || [ -e "$1/programs/$name" ] || [ -e "$1/lib/$name" ]; then continue; fi
            [ -n "$path" ] || fail "${file##*/} needs $name, which is not on this machine" "install its package, or build anew"
            cp -L "$path" "$1/lib/$name"
        done < <(linked_libraries "$1/programs" "$file")
    done
}

# collect_scripts KIT
collect_scripts() {
    local folder=tests/benchmarks/side_by_side
    mkdir -p "$1/$folder" "$1/tests/golden"
    cp "$packaging/kit/run" "$packaging/kit/README.md" "$packaging/steps/messages.sh" "$1/"
    cp "$root/$folder"/{side_by_side,*.py,README.md} "$1/$folder/"
    cp "$root/tests/golden/networks.py" "$1/tests/golden/"
    cp "$root/LICENSE" "$1/"
}

# newest_symbol PREFIX FILE ...: "2.36" of the newest version PREFIX_2.36 that one of the files asks for.
newest_symbol() {
    local prefix=$1
    shift
    grep -aohE "\b${prefix}_[0-9]+(\.[0-9]+)+" "$@" | sed "s/^${prefix}_//" | sort -uV | tail -n 1
}

# write_facts BUILD KIT: what `run` checks there, and what a report names.
write_facts() {
    local facts=$2/kit.txt commit
    commit=$(git -C "$root" describe --always --dirty 2>/dev/null || printf 'unknown')
    {
        printf 'commit %s\n' "$commit"
        printf 'build %s\n' "$(sed -n 's/^CMAKE_BUILD_TYPE:[A-Z]*=//p' "$1/CMakeCache.txt")"
        printf 'torch %s\n' "$(sed -n 's/^torch==\([^ ]*\) .*/\1/p' "$packaging/libtorch/cpu.lock")"
        printf 'glibc-built-against %s\n' "$(getconf GNU_LIBC_VERSION | cut -d ' ' -f 2)"
        printf 'glibc %s\n' "$(newest_symbol GLIBC "$2"/programs/* "$2"/lib/*)"
        printf 'glibcxx %s\n' "$(newest_symbol GLIBCXX "$2"/programs/* "$2"/lib/*)"
    } >"$facts"
    note "needs glibc $(sed -n 's/^glibc //p' "$facts") or newer, and torch $(sed -n 's/^torch //p' "$facts")"
}

# collect_sources KIT: every file that git does not ignore, as it is now.
collect_sources() {
    mkdir -p "$1/sources"
    git -C "$root" rev-parse --is-inside-work-tree >/dev/null 2>&1 ||
        fail "the sources cannot be listed" "--sources works in a clone, with git"
    # Without those that are deleted and not committed.
    git -C "$root" ls-files -z --cached --others --exclude-standard |
        (cd "$root" && while IFS= read -r -d '' file; do if [ -e "$file" ]; then printf '%s\0' "$file"; fi; done) |
        tar -C "$root" --null -T - -cf - | tar -C "$1/sources" -xf - ||
        fail "the sources cannot be copied" "see tar's message above"
    note "with the sources: $(size_of "$1/sources")"
}

# collect_data DIR KIT: by name only, it is packed from where it lies.
collect_data() {
    ln -s "$(cd "$1" && pwd)" "$2/data"
    note "with data: $(size_of "$1/")"
}

size_of() { du -shL "$1" | cut -f 1; }

require_size() {
    local megabytes
    megabytes=$(tar -C "$1" -czf - . | wc -c | awk '{ print int($1 / 1e6 + 0.5) }')
    note "$megabytes MB packed (limit: $kit_limit_mb MB)"
    [ "$megabytes" -le "$kit_limit_mb" ] ||
        fail "the kit has $megabytes MB, more than $kit_limit_mb MB" "du -ah $1/lib tells its largest libraries; is the build stripped?"
}

# pack KIT FILE: as FILE.part, renamed when whole.
pack() {
    mkdir -p "$(dirname "$2")"
    if ! tar -C "$(dirname "$1")" --owner=0 --group=0 -chzf "$2.part" "$(basename "$1")"; then
        rm -f "$2.part"
        fail "$2 cannot be written" "tar says why above: no space (name another place: --output FILE), or a file of --data that cannot be read"
    fi
    mv "$2.part" "$2"
    step "$2: $(size_of "$2")"
    note "there: tar xf ${2##*/} && cd ${1##*/} && ./run all"
}
