#!/bin/sh
# What the tests need and pip does not bring: a browser, fonts, servers, and what looks at processes. Says nothing when all is there.
set -eu
PATH="$PATH:/usr/sbin:/sbin"

browser() {
    for name in /usr/bin/chromium chromium google-chrome "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

korean() {
    [ "$(uname -s)" = Darwin ] && return 0
    ls /usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc >/dev/null 2>&1 && return 0
    [ -n "$(fc-list :lang=ko 2>/dev/null)" ]
}

pango() { .venv/bin/python -c 'import sys; from app.exports.pdf import pango_loads; sys.exit(not pango_loads())'; }
clock() { ls /usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib*/faketime/libfaketimeMT.so.1 2>/dev/null | grep -q .; }
program() { command -v "$1" >/dev/null 2>&1; }
is_debian() { [ "$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; }
follows_the_book() { is_debian && grep -qs '^VERSION_ID="12"' /etc/os-release; }

packages=
need() { packages="${packages:+$packages }$*"; }
missing() {
    packages=
    browser || need chromium
    korean || need fonts-noto-cjk
    pango || need libpangoft2-1.0-0 libharfbuzz-subset0
    program nginx || need nginx-light
    program pgbouncer || need pgbouncer
    if [ "$(uname -s)" = Linux ]; then
        program systemd-analyze || need systemd
        program strace || need strace
        clock || need faketime
    fi
    if follows_the_book; then # what docs/operate.md installs, whose commands a test runs
        program git || need git
        [ -e /usr/bin/python3 ] && /usr/bin/python3 -c 'import ensurepip' 2>/dev/null || need python3-venv
        program curl || need curl
        program openssl || need openssl
        [ -x /usr/bin/pg_createcluster ] && [ -x /usr/lib/postgresql/15/bin/postgres ] || need postgresql-15
        program redis-server || need redis-server
        program dbus-daemon || need dbus
        program ip || need iproute2
    fi
    [ -n "$packages" ]
}

missing || exit 0
if is_debian; then
    echo "Installing $packages, which the tests need …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # None of them is to be started by its package: the tests start their own.
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"; trap 'rm -f "$policy"' EXIT; }
    # shellcheck disable=SC2086 (each package is a word)
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    missing || exit 0
fi
echo "The tests need more than is here (Debian: sudo apt-get install $packages; elsewhere their like, such as brew install nginx pgbouncer pango, and a Chromium or Google Chrome). Install it and run make test again." >&2
exit 1
