# Sourced by the other scripts: makes .venv at the root from the lock file, or finds it up to date.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export PATH="$root/.venv/bin:$PATH"

fieldmark_environment() {
    local want have stamp=.venv/fieldmark.stamp
    want=$(cat requirements.lock pyproject.toml | sha256sum | cut -c1-64)
    have=$(cat "$stamp" 2>/dev/null || true)
    [ "$want" = "$have" ] && return 0
    local python=${FIELDMARK_PYTHON:-python3.11}
    command -v "$python" >/dev/null || { echo "fieldmark: Python 3.11 is needed; set FIELDMARK_PYTHON to where it is" >&2; exit 1; }
    echo "fieldmark: setting up .venv (once; about a minute)" >&2
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    # pip brings uv, at the version and hashes of the lock; uv brings the rest, many times faster
    awk '/^uv==/{on=1} on{print} on&&!/\\$/{exit}' requirements.lock > .venv/uv.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
    .venv/bin/uv --system-certs pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
    .venv/bin/uv --system-certs pip install --quiet --python .venv/bin/python --no-build-isolation --no-deps --editable .
    # nbgrader and JupyterHub start twice as fast from byte-code
    .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
    echo "$want" > "$stamp"
}
fieldmark_environment
