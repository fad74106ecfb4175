# shellcheck shell=bash disable=SC2154
# Step 1: Debian packages. Sourced; needs messages.sh and $packaging.

package_list="$packaging/debian/packages.txt"

wanted_packages() { grep -v '^#' "$package_list" | awk 'NF { print $1 }'; }

# The wanted packages that dpkg does not have, one a line.
missing_packages() {
    local installed
    # dpkg-query complains about each unknown name and exits 1; what is installed it still prints.
    # shellcheck disable=SC2016 # dpkg's own format
    installed=$(wanted_packages | xargs dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null || true)
    wanted_packages | while read -r package; do
        grep -qx "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

# as_root COMMAND ...: as it is for root, through sudo for others. Without a terminal sudo may not ask.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@" </dev/null
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@" </dev/null
    fi
}

run_apt() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l \
        apt-get -q -y -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold "$@"
}

# Those of the packages given that the package lists do not have: one a line.
packages_not_offered() {
    local package
    for package in "$@"; do
        apt-cache show "$package" >/dev/null 2>&1 || printf '%s\n' "$package"
    done
}

install_system_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        step "No apt on this system. These have to be there (CMake will say which one is not):"
        grep -v '^#' "$package_list" | sed 's/^[^ ]* */    - /'
        return
    fi
    local missing offered not_offered
    mapfile -t missing < <(missing_packages)
    if [ ${#missing[@]} -eq 0 ]; then
        step "System packages: all there"
        return
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "these packages are missing, and only root can install them: ${missing[*]}" \
            "run this as root, then start again:" \
            "  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    fi
    step "System packages: installing ${missing[*]}"
    run_apt update || note "apt-get update failed; going on with the package lists that are there"
    mapfile -t not_offered < <(packages_not_offered "${missing[@]}")
    if [ ${#not_offered[@]} -gt 0 ]; then
        note "not offered by this system's package sources: ${not_offered[*]}; going on, CMake will say what it misses"
    fi
    mapfile -t offered < <(printf '%s\n' "${missing[@]}" | grep -vxF -f <(printf '%s\n' "" "${not_offered[@]}") || true)
    if [ ${#offered[@]} -eq 0 ]; then return; fi
    run_apt install --no-install-recommends "${offered[@]}" ||
        fail "apt-get could not install: ${offered[*]}" \
            "without a network: install them from another source; otherwise mend what apt-get says above," \
            "then start again"
}
