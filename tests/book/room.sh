#!/bin/sh
# A machine inside this one: the same files (what it changes stays in memory), its own network, processes and systemd.
# $1: an empty folder to build it in; $2: what the network would give, found inside at /mnt/network. Begun a second time (`inside`) it is that machine.
set -eu

outside() {
    mount --make-rprivate /
    mount -t tmpfs room "$1"
    mkdir "$1/upper" "$1/work" "$1/root" "$1/groups"
    mount -t cgroup2 groups "$1/groups"
    mkdir "$1/groups/book-$$"
    echo $$ > "$1/groups/book-$$/cgroup.procs"
    exec unshare --mount --net --pid --uts --ipc --cgroup --fork --kill-child sh "$0" inside "$1" "$2"
}

inside() {
    mount -t overlay room -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
    cd "$1/root"
    mkdir -p mnt/network && mount --bind "$2" mnt/network
    mount -t proc proc proc && mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
    mount -t sysfs -o ro sys sys && mount -t cgroup2 groups sys/fs/cgroup
    mount -t tmpfs dev dev && mkdir dev/pts dev/shm
    for device in null zero full random urandom tty; do touch dev/$device && mount --bind /dev/$device dev/$device; done
    mknod dev/console c 1 3
    mount -t devpts -o newinstance,ptmxmode=0666 pts dev/pts && ln -s pts/ptmx dev/ptmx
    mount -t tmpfs shm dev/shm && ln -s /proc/self/fd dev/fd
    mount -t tmpfs tmp tmp && mount -t tmpfs -o mode=755 run run
    fresh .
    ip link set lo up
    echo fresh > etc/hostname
    mkdir -p mnt/outside && pivot_root . mnt/outside && umount -l /mnt/outside
    exec env -i container=book PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=multi-user.target >/dev/null 2>&1
}

# As Debian is when it has just been installed. Its names, repositories and packages are those of the test: nothing outside can be reached.
fresh() {
    for folder in root opt home; do mount -t tmpfs -o mode=755 $folder "$1/$folder"; done
    rm -rf "$1"/etc/systemd/system/*.wants "$1"/etc/systemd/system/*.service "$1"/etc/postgresql/* "$1"/var/lib/postgresql/*
    rm -rf "$1"/etc/apt/sources.list* "$1"/var/lib/apt/lists/* "$1"/etc/systemd/system/getty.target.wants "$1"/lib/systemd/system/console-getty.service "$1"/usr/sbin/policy-rc.d
    echo "127.0.0.1 localhost fresh learn.example.org" > "$1/etc/hosts"
    printf '[global]\nno-index = true\nfind-links = /mnt/network/wheels\n' > "$1/etc/pip.conf"
    printf '[url "/mnt/network/orienteer"]\n\tinsteadOf = https://example.org/orienteer.git\n[safe]\n\tdirectory = *\n' > "$1/etc/gitconfig"
}

if [ "$1" = inside ]; then shift; inside "$@"; else outside "$@"; fi
