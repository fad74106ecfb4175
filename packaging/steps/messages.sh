# shellcheck shell=bash
# How the scripts of packaging/ speak: progress on stdout, errors with what to do on stderr. Sourced.

step() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }

# fail WHAT [WHAT TO DO ...]: the message on stderr, one remedy a line, exit 1.
fail() {
    printf 'error: %s\n' "$1" >&2
    shift
    if [ $# -gt 0 ]; then printf '       %s\n' "$@" >&2; fi
    exit 1
}
