# shellcheck shell=bash disable=SC2154
# Step 2: LibTorch, fetched once into a folder outside the clone. Sourced; needs messages.sh and $packaging.
#
# The folder holds torch/ and nvidia/ side by side, as in Python's site-packages: the libraries find each other that way.
# It is filled as <folder>.part and renamed when whole, so what is there is complete.

libtorch_locks="$packaging/libtorch"

libtorch_version() { sed -n 's/^torch==\([^ ]*\) .*/\1/p' "$libtorch_locks/cpu.lock"; }

libtorch_folder() {
    printf '%s\n' "${OVERFIT_LIBTORCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/overfit-workbench/libtorch-$(libtorch_version)}"
}

# OVERFIT_CUDA=yes|no overrules what is seen.
has_gpu() {
    case ${OVERFIT_CUDA:-auto} in
        yes) return 0 ;;
        no) return 1 ;;
        auto) [ -e /dev/nvidia0 ] || nvidia-smi -L 2>/dev/null | grep -q '^GPU' ;;
        *) fail "OVERFIT_CUDA=$OVERFIT_CUDA: expected yes, no or auto" ;;
    esac
}

# The lines "name==version --hash=sha256:..." that this machine needs.
libtorch_requirements() {
    grep -h '==' "$libtorch_locks/cpu.lock"
    if has_gpu; then grep -h '==' "$libtorch_locks/cuda.lock"; fi
}

# missing_requirements FOLDER: those of the requirements whose wheel is not unpacked there.
missing_requirements() {
    local requirement rest name
    libtorch_requirements | while read -r requirement rest; do
        name=${requirement%%==*}
        [ -d "$1/${name//-/_}-${requirement##*==}.dist-info" ] || printf '%s %s\n' "$requirement" "$rest"
    done
}

libtorch_is_complete() { [ -f "$1/torch/lib/libtorch_cpu.so" ] && [ -z "$(missing_requirements "$1")" ]; }

# What a person can do who has no network here.
offline_remedies() {
    printf '%s\n' \
        "with a network: start again. Without one, any of these:" \
        "  OVERFIT_LIBTORCH=DIR    names a LibTorch or Python's torch folder $(libtorch_version) that is there (lib/libtorch_cpu.so in it)" \
        "  PIP_NO_INDEX=1 PIP_FIND_LINKS=DIR    takes the wheels from a folder" \
        "  cmake --preset release -DOVERFIT_ENGINE=OFF    builds the viewer, without training"
}

# check_disk_space FOLDER: what the wheels and their contents need is stated in the lock files.
check_disk_space() {
    local needed=0 megabytes free file
    for file in "$libtorch_locks/cpu.lock" $(has_gpu && printf '%s' "$libtorch_locks/cuda.lock"); do
        megabytes=$(sed -n 's/^# disk-mb: //p' "$file")
        needed=$((needed + megabytes))
    done
    free=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$needed" ] ||
        fail "$1 has $free MB of free space; LibTorch needs $needed MB while it is unpacked" \
            "free some, or name another place: OVERFIT_LIBTORCH_DIR=/where/there/is/room/libtorch"
}

# download_wheels REQUIREMENTS INTO: into an empty folder, whatever Python runs pip.
download_wheels() {
    # pip keeps a download in TMPDIR first, and /tmp may be small.
    mkdir -p "$2.tmp"
    TMPDIR=$2.tmp python3 -m pip download --progress-bar on --disable-pip-version-check --no-cache-dir \
        --timeout 60 --retries 3 --no-deps --require-hashes --dest "$2" -r "$1" \
        --only-binary=:all: --python-version 3.12 --implementation cp \
        --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 --platform manylinux_2_25_x86_64 \
        --platform manylinux_2_18_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
        --platform manylinux_2_12_x86_64 --platform manylinux2010_x86_64 --platform manylinux1_x86_64 </dev/null
}

# wheels_match REQUIREMENTS FOLDER: every pinned sha256 is that of one file there, and no file has another.
wheels_match() {
    diff -q <(sed 's/.*--hash=sha256://' "$1" | sort) <(cd "$2" && sha256sum -- *.whl | cut -d ' ' -f 1 | sort) >/dev/null
}

# fetch_verified_wheels REQUIREMENTS FOLDER: three tries; a wheel that is there already is not fetched again.
fetch_verified_wheels() {
    local attempt problem=""
    for attempt in 1 2 3; do
        if [ "$attempt" -gt 1 ]; then
            note "$problem; trying again ($attempt of 3)"
            sleep "${OVERFIT_RETRY_PAUSE:-5}"
        fi
        if ! download_wheels "$1" "$2"; then
            problem="the download broke off"
        elif ! wheels_match "$1" "$2"; then
            problem="what came does not have the pinned sha256"
            rm -f "$2"/*.whl
        else
            return 0
        fi
    done
    mapfile -t remedies < <(offline_remedies)
    fail "LibTorch could not be fetched from PyPI ($problem): $(cut -d ' ' -f 1 "$1" | paste -sd ' ')" "${remedies[@]}"
}

unpack_wheels() {
    local wheel
    for wheel in "$1"/*.whl; do
        note "unpacking ${wheel##*/}"
        python3 -m zipfile -e "$wheel" "$2" || fail "$wheel could not be unpacked" "see the message above, then start again"
        rm -f "$wheel"   # one at a time: the disk need not hold everything twice
    done
}

# put_in_place PART FOLDER: renames, so a program that runs from the old folder keeps its files.
put_in_place() {
    if [ -e "$2" ]; then mv -T "$2" "$2.old"; fi
    mv -T "$1" "$2"
    rm -rf "$2.old"
}

# A folder that is not ours is left alone.
refuse_foreign_folder() {
    local version other
    version=$(libtorch_version)
    [ -e "$1" ] || return 0
    [ -d "$1" ] || fail "$1 is not a folder" "remove it, or name another: OVERFIT_LIBTORCH_DIR=DIR"
    other=$(find "$1" -mindepth 1 -maxdepth 1 -name 'torch-*.dist-info' ! -name "torch-$version.dist-info" | head -n 1)
    [ -z "$other" ] || fail "$1 holds ${other##*/} and not LibTorch $version" "remove it, or name another: OVERFIT_LIBTORCH_DIR=DIR"
    [ -d "$1/torch-$version.dist-info" ] || [ -z "$(ls -A "$1")" ] ||
        fail "$1 holds something else than LibTorch" "name an empty folder: OVERFIT_LIBTORCH_DIR=DIR"
}

# Fills the folder; the caller holds the lock.
fetch_libtorch_into() {
    local folder=$1 part=$1.part
    if [ ! -e "$folder" ] && [ -d "$folder.old" ]; then mv -T "$folder.old" "$folder"; fi   # a try that ended between two renames
    rm -rf "$part"
    if libtorch_is_complete "$folder"; then return 0; fi
    refuse_foreign_folder "$folder"
    [ "$(uname -m)" = x86_64 ] ||
        fail "the pinned LibTorch is for x86_64 and this machine is $(uname -m)" \
            "build or get LibTorch $(libtorch_version) for it and name it: OVERFIT_LIBTORCH=DIR"
    python3 -m pip --version >/dev/null 2>&1 || fail "python3 has no pip, which fetches LibTorch" "install pip (Debian: python3-pip)"
    check_disk_space "$(dirname "$folder")"

    # What is there already is kept by hard links: a GPU that came later adds its libraries only.
    if [ -d "$folder" ]; then cp -al "$folder" "$part"; else mkdir -p "$part"; fi
    missing_requirements "$folder" >"$part/requirements.txt"
    step "LibTorch $(libtorch_version): fetching $(cut -d ' ' -f 1 "$part/requirements.txt" | paste -sd ' ')"
    mkdir -p "$part/wheels"
    fetch_verified_wheels "$part/requirements.txt" "$part/wheels"
    unpack_wheels "$part/wheels" "$part"
    rm -rf "$part/wheels" "$part/wheels.tmp" "$part/requirements.txt"
    put_in_place "$part" "$folder"
    note "in $folder"
}

install_libtorch() {
    if [ -n "${OVERFIT_LIBTORCH:-}" ]; then
        [ -f "$OVERFIT_LIBTORCH/lib/libtorch_cpu.so" ] ||
            fail "OVERFIT_LIBTORCH=$OVERFIT_LIBTORCH: no lib/libtorch_cpu.so in it" \
                "name the folder torch/ of LibTorch $(libtorch_version), or unset OVERFIT_LIBTORCH to have it fetched"
        step "LibTorch: yours in $OVERFIT_LIBTORCH"
        return
    fi
    local folder lock
    folder=$(libtorch_folder)
    if libtorch_is_complete "$folder"; then
        step "LibTorch $(libtorch_version): there"
        return
    fi
    mkdir -p "$(dirname "$folder")" || fail "$(dirname "$folder") cannot be made" "name another place: OVERFIT_LIBTORCH_DIR=DIR"
    exec {lock}>"$folder.lock"
    if ! flock -n "$lock"; then
        step "LibTorch: another set-up is fetching it; waiting"
        flock "$lock"
    fi
    fetch_libtorch_into "$folder"
    exec {lock}>&-
}
