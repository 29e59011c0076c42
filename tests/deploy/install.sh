#!/bin/sh
# What the tests of deploy/ need and pip does not bring: nginx, PgBouncer and systemd's own checker. Says nothing when all are there.
set -eu
PATH="$PATH:/usr/sbin:/sbin"

packages=
command -v nginx >/dev/null 2>&1 || packages="nginx-light"
command -v pgbouncer >/dev/null 2>&1 || packages="${packages:+$packages }pgbouncer"
command -v systemd-analyze >/dev/null 2>&1 || packages="${packages:+$packages }systemd"
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then
    echo "Installing $packages, which the tests need …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 (two packages are two words)
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    exit 0
fi
echo "The tests need nginx, pgbouncer and systemd-analyze (Debian: sudo apt-get install $packages); install them and run make test again." >&2
exit 1
