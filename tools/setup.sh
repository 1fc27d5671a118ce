#!/bin/sh
# Bring what `make` needs: Debian packages from one list, then .venv with hash-locked requirements.
# usage: tools/setup.sh runtime|dev
# exit:  0 ready, 3 system packages are missing and only an administrator may install them
set -eu
cd "$(dirname "$0")/.."

flavour=${1:-runtime}
python=${PYTHON:-python3}
lists=requirements/system-packages.txt
case $flavour in
    # a checkout also runs the centre; a desk that is installed needs requirements/runtime.txt only
    runtime) lock=requirements/centre.txt ;;
    dev)
        lock=requirements/dev.txt
        lists="$lists requirements/system-packages-dev.txt"
        ;;
    *)
        echo "setup: usage: tools/setup.sh runtime|dev" >&2
        exit 2
        ;;
esac

say() { echo "setup: $*" >&2; }

missing_packages() {
    # the words are file names of ours; splitting is meant
    # shellcheck disable=SC2086
    sed 's/#.*//' $lists | while read -r package; do
        [ -n "$package" ] || continue
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || status=absent
        [ "$status" = installed ] || printf '%s ' "$package"
    done
}

install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "this is not Debian; make sure that the packages of $lists are here under their own names"
        return
    fi
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        say "system packages are missing and this user may not install them; an administrator runs:"
        echo "apt-get update && apt-get install -y --no-install-recommends ${missing% }"
        exit 3
    fi
    say "installing system packages: $missing"
    $as_root apt-get -q update >/dev/null
    # the words are the list; splitting is meant
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q install -y --no-install-recommends $missing >/dev/null
}

make_environment() {
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
        say "Python 3.11 or newer is needed; PYTHON=/path/to/python3 chooses another one"
        exit 3
    }
    wanted=$("$python" - "$lock" <<'PY'
import hashlib, pathlib, sys
print(sys.version_info[:2], hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())
PY
    )
    stamp=.venv/.posko-$flavour
    if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    say "installing $lock into .venv"
    # The list is complete, so nothing is left to resolve: pip's resolver would take a newer
    # release than the listed one for a package asked for with an extra, and then refuse it.
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --no-deps --require-hashes --only-binary :all: -r "$lock"
    .venv/bin/python -m pip --disable-pip-version-check check >/dev/null || {
        say "$lock is incomplete: .venv/bin/pip check names what is missing; make lock mends it"
        exit 1
    }
    echo "$wanted" > "$stamp"
}

# A checkout is not installed; these are the commands an installation would bring.
make_command() {
    command=.venv/bin/$1
    [ -x "$command" ] || {
        cat > "$command" <<SH
#!/bin/sh
checkout=\$(CDPATH='' cd -- "\$(dirname -- "\$0")/../.." && pwd)
PYTHONPATH="\$checkout\${PYTHONPATH:+:\$PYTHONPATH}"
export PYTHONPATH
exec "\$checkout/.venv/bin/python" -m $2 "\$@"
SH
        chmod +x "$command"
    }
}

install_packages
make_environment
make_command posko posko_app
make_command posko-centre sync.server.cli
