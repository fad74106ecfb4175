#!/usr/bin/env bash
# Starts the kit's program of this name: what ./run build has made here, else what came along with its libraries. LibTorch is where
# OVERFIT_LIBTORCH says.
kit=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
name=$(basename "${BASH_SOURCE[0]}")
libraries=$kit/programs:$kit/lib program=$kit/programs/$name
if [ -x "$kit/built/programs/$name" ]; then libraries=$kit/built/programs program=$kit/built/programs/$name; fi
export LD_LIBRARY_PATH=$libraries${OVERFIT_LIBTORCH:+:$OVERFIT_LIBTORCH/lib}${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
exec "$program" "$@"
