#!/bin/sh
# Resolve pyproject.toml anew into requirements/*.txt, every file with its hashes.
# User and machine pip settings are left out, so that nothing of this machine gets into the lists.
set -eu
cd "$(dirname "$0")/.."

export PIP_CONFIG_FILE=/dev/null
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CONSTRAINT || true

lock() {
    target=$1
    shift
    .venv/bin/pip-compile --quiet --no-config --strip-extras --allow-unsafe --generate-hashes \
        --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
        --output-file "requirements/$target" "$@" pyproject.toml
    {
        echo "# Made by tools/lock.sh from pyproject.toml; do not edit."
        cat "requirements/$target"
    } > "requirements/$target.new"
    mv "requirements/$target.new" "requirements/$target"
}

lock runtime.txt "$@"
lock centre.txt --extra centre --constraint requirements/runtime.txt "$@"
lock dev.txt --extra centre --extra dev --constraint requirements/centre.txt "$@"
