#!/bin/sh
# What the tests of several nodes need and pip does not bring: nginx and PgBouncer. Says nothing when both are there.
set -eu
PATH=$PATH:/usr/sbin

packages=
command -v nginx >/dev/null 2>&1 || packages="nginx-light"
command -v pgbouncer >/dev/null 2>&1 || packages="${packages:+$packages }pgbouncer"
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then
    echo "Installing $packages, which the tests of several nodes need …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # A policy of its own for this moment: neither is to be started by its package. The tests start their own.
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"; trap 'rm -f "$policy"' EXIT; }
    # shellcheck disable=SC2086 (two packages are two words)
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    exit 0
fi
echo "The tests need nginx and PgBouncer (Debian: sudo apt-get install $packages; macOS: brew install nginx pgbouncer); install them and run make test again." >&2
exit 1
