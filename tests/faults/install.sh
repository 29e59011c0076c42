#!/bin/sh
# What the fault drills need and pip does not bring: strace, and libfaketime. Says nothing when both are there. Only Linux has what they stand on.
set -eu

[ "$(uname -s)" = Linux ] || exit 0
clock() { ls /usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib*/faketime/libfaketimeMT.so.1 2>/dev/null | grep -q .; }
trace() { command -v strace >/dev/null 2>&1; }

packages=
trace || packages="strace"
clock || packages="${packages:+$packages }faketime"
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then
    echo "Installing $packages, which the fault drills need …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 (two packages are two words)
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    trace && clock && exit 0
fi
echo "The fault drills need $packages (Debian: sudo apt-get install $packages); install that and run it again." >&2
exit 1
