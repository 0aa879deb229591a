# shellcheck shell=bash
# Sourced by check, sizes and firmware/run: builds a probe for a target, and links the entry points of
# no-std/ with nothing but themselves.
#
# Needs `here`, the folder of the probes. Call use_target first.

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$here/target}
host=$(env -u RUSTC rustc --print host-tuple)

# Selects compiler, archive and options: `host` is this machine and the stable compiler; `thumb` is
# Cortex-M4, with compiler and library source of Debian's packages rustc-web and rust-web-src.
use_target() { # host|thumb
    local name
    link_options=()
    case $1 in
        host)
            target=$host
            archive=$CARGO_TARGET_DIR/release/libprobe_no_std.a
            target_options=()
            unset RUSTC RUSTC_BOOTSTRAP
            # Copying and comparing memory is the business of the C library here.
            for name in memcpy memmove memset memcmp bcmp; do
                link_options+=("--defsym=$name=0")
            done
            ;;
        thumb)
            target=thumbv7em-none-eabi
            archive=$CARGO_TARGET_DIR/$target/release/libprobe_no_std.a
            target_options=(--target "$target" -Zbuild-std=core)
            RUSTC=$(dpkg -L rustc-web | grep '/bin/rustc$')
            export RUSTC RUSTC_BOOTSTRAP=1
            ;;
    esac
}

build() { # PACKAGE OPT_LEVEL FEATURES
    CARGO_PROFILE_RELEASE_OPT_LEVEL=$2 cargo build --quiet --release -p "$1" \
        --manifest-path "$here/Cargo.toml" --no-default-features --features "$3" \
        "${target_options[@]}"
}

# The names of all entry points of the archive.
entry_points() {
    llvm-nm-22 --defined-only --just-symbol-name "$archive" | grep -x 'probe_[a-z0-9_]*' | sort
}

# The linker that the Rust toolchain brings; it knows every target.
rust_lld() {
    echo "$(env -u RUSTC rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld"
}

link() { # OUTPUT ENTRY-POINT...
    # A first entry point that does not exist is a warning.
    local -a options=(--gc-sections --fatal-warnings -o "$1" -e "$2")
    shift
    "$(rust_lld)" -flavor gnu "${options[@]}" "${@/#/--undefined=}" "${link_options[@]}" "$archive"
}

# What of a linked file is loaded: the bytes of code (.text), of constants (.rodata, and .data.rel.ro
# for tables with pointers) and of variables.
section_sizes() { # ELF
    llvm-size-22 -A "$1" | awk '
        $1 ~ /^\.text/ { code += $2 }
        $1 ~ /^\.rodata|^\.data\.rel\.ro/ { constants += $2 }
        $1 ~ /^\.data$|^\.bss/ { variables += $2 }
        END { print code + 0, constants + 0, variables + 0 }'
}
