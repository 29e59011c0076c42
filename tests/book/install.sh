#!/bin/sh
# What the test of the operator's book needs: the programs of Debian that the book installs, and systemd. Says nothing when all are there. With --ask: only says what is missing.
set -eu

if [ "$(id -u)" != 0 ] || ! grep -qs '^VERSION_ID="12"' /etc/os-release; then
    echo "docs/operate.md is not followed here: that takes root on Debian 12. The rest is tested." >&2
    exit 0
fi

packages=
need() { [ -e "$1" ] || packages="${packages:+$packages }$2"; }
need /usr/bin/git git
need /usr/bin/make make
need /usr/lib/python3*/venv/__init__.py python3-venv
need /usr/bin/curl curl
need /usr/bin/openssl openssl
need /usr/sbin/nginx nginx-light
need /usr/bin/pg_createcluster postgresql
need /usr/lib/postgresql/15/bin/postgres postgresql-15
need /usr/sbin/pgbouncer pgbouncer
need /usr/bin/redis-server redis-server
need /lib/systemd/systemd systemd
need /bin/dbus-daemon dbus
need /bin/ip iproute2
[ -n "$packages" ] || exit 0
[ "${1:-}" != --ask ] || { echo "apt-get install $packages"; exit 1; }

echo "Installing $packages, which the test of docs/operate.md needs …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# None of them is to be started by its package: the test runs them on a machine of its own.
policy=/usr/sbin/policy-rc.d
[ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"; trap 'rm -f "$policy"' EXIT; }
# shellcheck disable=SC2086 (two packages are two words)
apt-get install -y -qq --no-install-recommends $packages >/dev/null
