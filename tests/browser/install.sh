#!/bin/sh
# What the tests need and pip does not bring: a Chromium and a font with Korean in it for the browser, Pango for a PDF. Says nothing when all are there.
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

pango() { .venv/bin/python -c 'import sys; from app.documents.pdf import pango_loads; sys.exit(not pango_loads())'; }

packages=
browser || packages="chromium"
korean || packages="${packages:+$packages }fonts-noto-cjk"
pango || packages="${packages:+$packages }libpangoft2-1.0-0 libharfbuzz-subset0"
[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; then
    echo "Installing $packages, which the tests need …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 (two packages are two words)
    apt-get install -y -qq --no-install-recommends $packages >/dev/null
    browser && korean && pango && exit 0
fi
echo "The tests need a Chromium or Google Chrome, a font with Korean, and Pango (Debian: sudo apt-get install $packages; macOS: brew install pango); install them and run make test again." >&2
exit 1
