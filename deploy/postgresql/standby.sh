#!/bin/sh
# Makes a synchronous standby of a PostgreSQL cluster on this machine: anew, whatever was in it before.
# $1: the cluster that is written to, such as main; $2: the one that becomes its standby; $3: the standby's port.
# Meanwhile writes wait for nobody; in the end each waits until the standby has it on its disk, too.
set -eu
version=15 primary=$1 standby=$2 port=$3
settings=/etc/postgresql/$version
data=/var/lib/postgresql/$version/$standby
from=$(pg_lsclusters -h | awk -v version="$version" -v name="$primary" '$1 == version && $2 == name { print $3 }')
as_postgres() { runuser -u postgres -- "$@"; }
ask() { as_postgres psql -X -q -A -t -p "$from" -d postgres -c "$1"; }
await() {
    for _ in $(seq 60); do [ "$(ask "$1")" = "$2" ] && return; sleep 0.5; done
    echo "The standby is not there after 30 s. Look at /var/log/postgresql/postgresql-$version-$standby.log" >&2
    exit 1
}

[ "$primary" != "$standby" ] && [ -n "$from" ] || { echo "There is no cluster $version $primary; pg_lsclusters shows those that there are." >&2; exit 1; }
[ "$(ask 'SELECT pg_is_in_recovery()')" = f ] || { echo "$primary is itself a standby: name the cluster that is written to first." >&2; exit 1; }

to=$(pg_lsclusters -h | awk -v version="$version" -v name="$standby" '$1 == version && $2 == name { print $3 }')
if [ -n "$to" ] && [ "$(as_postgres psql -X -q -A -t -p "$to" -d postgres -c 'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; then
    echo "$standby is itself written to, and would be gone with all that is in it. If you mean it: pg_ctlcluster $version $standby stop" >&2
    exit 1
fi

rm -f "$settings/$primary/conf.d/standby.conf"
ask 'SELECT pg_reload_conf()' >/dev/null

if [ -n "$to" ]; then pg_dropcluster --stop $version "$standby"; fi
rm -rf "${settings:?}/$standby" # what it was told as a primary must not wait there for the next time that it is one
pg_createcluster --locale C.UTF-8 --port "$port" $version "$standby" >/dev/null
cp "$settings/$primary/conf.d/"*.conf "$settings/$standby/conf.d/" 2>/dev/null || true
cp -p "$settings/$primary/pg_hba.conf" "$settings/$standby/"
rm -rf "$data"
as_postgres "/usr/lib/postgresql/$version/bin/pg_basebackup" --pgdata "$data" --write-recovery-conf --wal-method stream --checkpoint fast \
    --dbname "host=/var/run/postgresql port=$from application_name=$standby"
pg_ctlcluster $version "$standby" start
await "SELECT count(*) FROM pg_stat_replication WHERE application_name = '$standby' AND state = 'streaming'" 1

echo "synchronous_standby_names = '$standby'" > "$settings/$primary/conf.d/standby.conf"
ask 'SELECT pg_reload_conf()' >/dev/null
await "SELECT sync_state FROM pg_stat_replication WHERE application_name = '$standby'" sync
echo "$standby on port $port has everything that $primary on port $from has, and each write waits for it."
