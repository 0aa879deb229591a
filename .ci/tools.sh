# shellcheck shell=bash
# Sourced by .ci/run: installs what a step needs, if it is not there.

# What is unpacked beside the system, outside the repository.
cache=${CI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/ev-ci}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Packages of Debian.
need_debian() { # PACKAGE...
    local name
    local -a missing=()
    for name; do
        [[ $(dpkg-query --show --showformat='${Status}' "$name" 2>/dev/null) == *' installed' ]] ||
            missing+=("$name")
    done
    if ((${#missing[@]} == 0)); then return; fi
    echo "installing ${missing[*]}"
    as_root apt-get update --quiet=2
    DEBIAN_FRONTEND=noninteractive as_root apt-get install --quiet=2 --yes \
        --no-install-recommends "${missing[@]}"
}

# Subcommands of cargo, in the versions that the scripts were tested with.
declare -A cargo_tools=(
    [cargo-deny]=0.18.3
    [cargo-fuzz]=0.13.2
    [cargo-hack]=0.6.46
    [cargo-public-api]=0.52.0
)

# A subcommand of cargo, in that version or a later one.
need_cargo() { # NAME
    if cargo "${1#cargo-}" --version >/dev/null 2>&1; then return; fi
    echo "installing $1"
    env -u CARGO_TARGET_DIR cargo install --quiet --locked "$1@${cargo_tools[$1]}"
}

# Debian's compiler with its library source: builds for targets without a precompiled library.
# Selects that compiler for the rest of the step.
use_build_std() {
    need_debian rustc-web rust-web-src
    RUSTC=$(dpkg -L rustc-web | grep '/bin/rustc$')
    export RUSTC RUSTC_BOOTSTRAP=1
    "$RUSTC" --version
}

# The oldest compiler supported, Debian's as well, unpacked without installing it. Selects it for
# the rest of the step.
use_msrv() { # MAJOR.MINOR
    local folder=$cache/rust-$1 work version
    if [[ ! -x $folder/rustc ]]; then
        echo "unpacking Rust $1 to $folder"
        as_root apt-get update --quiet=2
        version=$(apt-cache madison rustc-web |
            awk -v minor="$1." 'index($3, minor) == 1 && !seen++ { print $3 }')
        if [[ -z $version ]]; then
            echo "Debian has no package rustc-web of version $1"
            return 1
        fi
        mkdir -p "$cache"
        work=$(mktemp -d "$cache/unpack.XXXXXX")
        (
            cd "$work"
            apt-get download --quiet=2 "rustc-web=$version" "libstd-rust-web-dev=$version" \
                "libstd-rust-web-$1" \
                "$(apt-cache depends "libstd-rust-web-$1" | awk '/Depends: libllvm/ { print $2 }')"
            for package in *.deb; do
                dpkg -x "$package" root
                rm "$package"
            done
            printf '#!/bin/sh\nLD_LIBRARY_PATH=%q exec %q "$@"\n' \
                "$folder/root/usr/lib/$(cc -print-multiarch)" \
                "$folder/root/usr/bin/rustc" >rustc
            chmod +x rustc
        )
        rm -rf "$folder"
        mv "$work" "$folder"
    fi
    export RUSTC=$folder/rustc
    "$RUSTC" --version | grep -F "rustc $1."
}
