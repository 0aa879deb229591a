# shellcheck shell=bash
# Sourced by .ci/run and the scripts of live sessions: installs what a step needs, if it is not there.

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

# Lets the compiler of C remember what it has compiled: the verifiers in C are the same in every profile
# and target folder, and take a minute each time.
use_ccache() {
    if ! command -v ccache >/dev/null; then return; fi
    export CC="ccache ${CC:-cc}" CCACHE_DIR=$cache/ccache
}

# Debian's compiler with its library source: builds for targets without a precompiled library.
# Selects that compiler for the rest of the step.
use_build_std() {
    need_debian rustc-web rust-web-src
    RUSTC=$(dpkg -L rustc-web | grep '/bin/rustc$')
    export RUSTC RUSTC_BOOTSTRAP=1
    "$RUSTC" --version
}

# Unpacks the packages in this folder to `root` in it.
unpack_debian() {
    local package
    for package in *.deb; do
        dpkg -x "$package" root
        rm "$package"
    done
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
            unpack_debian
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

# The same compiler with the library for 32 bits, which Debian has for another architecture of its own:
# the lists of that one are kept apart, so that the machine does not have to be told of it.
use_msrv_32() { # MAJOR.MINOR
    local root=$cache/rust-$1/root/usr work
    local library=lib/rustlib/i686-unknown-linux-gnu
    use_msrv "$1"
    if [[ -d $root/$library ]]; then return; fi
    echo "unpacking the library of Rust $1 for 32 bits"
    work=$(mktemp -d "$cache/unpack.XXXXXX")
    (
        cd "$work"
        mkdir -p lists/partial cache/archives/partial
        touch status
        local -a apt=(-o APT::Architecture=i386 -o APT::Architectures=i386 -o "Dir::Cache=$work/cache"
            -o "Dir::State::Lists=$work/lists" -o "Dir::State::Status=$work/status")
        # What is missing in the end is missed below.
        apt-get "${apt[@]}" update --quiet=2 || echo "going on without these lists"
        version=$(apt-cache "${apt[@]}" madison "libstd-rust-web-$1" | awk '!seen++ { print $3 }')
        apt-get "${apt[@]}" download --quiet=2 "libstd-rust-web-dev:i386=$version" \
            "libstd-rust-web-$1:i386=$version"
        unpack_debian
        mv "root/usr/$library" "$root/lib/rustlib"
    )
    rm -r "$work"
}
