#!/bin/sh
# What the browser tests need and pip does not bring: a Chromium, and a font with Korean in it. Says nothing when both are there.
set -eu

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

packages=
browser || packages="chromium"
korean || packages="${packages:+$packages }fonts-noto-cjk"
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then
    echo "Installing $packages, which the browser tests need …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 (two packages are two words)
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    browser && korean && exit 0
fi
echo "The browser tests need a Chromium or Google Chrome and a font with Korean (Debian: sudo apt-get install $packages); install them and run make test again." >&2
exit 1
