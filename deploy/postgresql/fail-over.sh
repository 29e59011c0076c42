#!/bin/sh
# The standby becomes the cluster that is written to, and PgBouncer leads there. Nothing that was acknowledged is lost: each write has waited for it.
# $1: the cluster that has died, such as main; $2: its standby.
set -eu
version=15 dead=$1 standby=$2
port=$(pg_lsclusters -h | awk -v version="$version" -v name="$standby" '$1 == version && $2 == name { print $3 }')
ask() { runuser -u postgres -- psql -X -q -A -t -p "$port" -d postgres -c "$1"; }

[ -n "$port" ] && [ "$(ask 'SELECT pg_is_in_recovery()')" = t ] || { echo "$standby is no standby that runs; pg_lsclusters shows the clusters." >&2; exit 1; }

# It must not come back beside its successor, neither now nor with the machine's next start.
pg_ctlcluster $version "$dead" stop -m immediate 2>/dev/null || true
echo disabled > "/etc/postgresql/$version/$dead/start.conf"

rm -f "/etc/postgresql/$version/$standby/conf.d/standby.conf" # it waits for nobody
pg_ctlcluster $version "$standby" promote
for _ in $(seq 60); do [ "$(ask 'SELECT pg_is_in_recovery()')" = f ] && break; sleep 0.25; done
sed -i -E "s/^(orienteer *=.* port=)[0-9]+/\1$port/" /etc/pgbouncer/pgbouncer.ini
systemctl reload pgbouncer
echo "$standby on port $port is written to now. There is no standby: make one with standby.sh $standby $dead"
