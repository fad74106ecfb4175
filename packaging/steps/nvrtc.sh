# shellcheck shell=bash disable=SC2154
# For the tests: NVIDIA's compiler, with which they compile our CUDA kernels; no GPU is needed. Sourced; needs messages.sh and
# libtorch.sh. A machine with the CUDA libraries has it beside LibTorch; others fetch its one wheel, pinned in cuda.lock.

nvrtc_requirement() { grep '^nvidia-cuda-nvrtc==' "$libtorch_locks/cuda.lock"; }

# fetch_nvrtc FOLDER: filled as FOLDER.part.<pid> and renamed when whole. Fails without a word of its own.
fetch_nvrtc() {
    local part=$1.part.$$ fetched=no
    mkdir -p "$part/wheels"
    nvrtc_requirement >"$part/requirements.txt"
    if download_wheels "$part/requirements.txt" "$part/wheels" && wheels_match "$part/requirements.txt" "$part/wheels" &&
        (unpack_wheels "$part/wheels" "$part") && { [ -d "$1" ] || mv -T "$part" "$1"; }; then
        fetched=yes
    fi
    rm -rf "$part"
    [ "$fetched" = yes ]
}

# Sets OVERFIT_NVRTC to the library; without one the test that needs it skips.
find_nvrtc() {
    local version folder inside=nvidia/cu13/lib/libnvrtc.so.13
    if [ -n "${OVERFIT_NVRTC:-}" ]; then return; fi
    version=$(nvrtc_requirement | sed 's/^[^=]*==\([^ ]*\).*/\1/')
    folder=$(dirname "$(libtorch_folder)")/nvrtc-$version
    if [ -f "$(libtorch_folder)/$inside" ]; then
        folder=$(libtorch_folder)
    elif [ ! -f "$folder/$inside" ]; then
        step "NVRTC $version: fetching"
        if ! fetch_nvrtc "$folder"; then
            note "NVRTC could not be fetched; the test that compiles CUDA kernels skips"
            return
        fi
    fi
    export OVERFIT_NVRTC=$folder/$inside
}
