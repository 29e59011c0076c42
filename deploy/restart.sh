#!/bin/sh
# Restarts the nodes one after the other, so that there is always one that answers: sh restart.sh 8001 8002
# Stops at a node that does not come back; those that have not been restarted go on serving.
set -eu
for node in "$@"; do
    systemctl restart "orienteer@$node"
    if ! curl --silent --fail --output /dev/null --retry 120 --retry-delay 1 --retry-max-time 120 --retry-all-errors "http://127.0.0.1:$node/readyz"; then
        echo "orienteer@$node does not come back: journalctl -u orienteer@$node -n 50" >&2
        exit 1
    fi
    echo "orienteer@$node is back."
done
