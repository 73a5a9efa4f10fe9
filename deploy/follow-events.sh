#!/usr/bin/env bash
# Follows what happens for ever: prints each event as one line of JSON, none twice and none left out, also when the connection is
# lost or Drover starts again.
#
#   DROVER_URL=http://127.0.0.1:8080 follow-events.sh [GROUP]
#
# It begins with what happens from now on, or after the event whose id is LAST_EVENT_ID (0.0 is before the oldest that is kept).
# With DROVER_POSITION=FILE it remembers there how far it came, and goes on there when it is started again: an event is
# remembered after it was printed.
# Ends with
#   1  Drover says that it cannot go on, on standard error: the group never was, or what came next is forgotten
#  64  wrong arguments
set -euo pipefail

if [ $# -gt 1 ]; then
  echo "usage: DROVER_URL=http://127.0.0.1:8080 $0 [GROUP]" >&2
  exit 64
fi
url="${DROVER_URL:-http://127.0.0.1:8080}/v1/events/stream${1:+?group=$1}"
position=${DROVER_POSITION:-}
last=${LAST_EVENT_ID:-}
if [ -n "$position" ] && [ -s "$position" ]; then
  last=$(cat "$position")
fi

remember() {
  last=$1
  if [ -n "$position" ]; then
    printf '%s\n' "$last" >"$position.new"
    mv "$position.new" "$position"
  fi
}

# Reads one connection to its end. Without a heartbeat for 45 s there is nobody at the other end any more.
follow() {
  local line id='' data='' status=000 said=''
  while IFS= read -r line; do
    case $line in
      'id: '*) id=${line#id: } ;;
      'data: '*) data=${line#data: } ;;
      '')
        [ -z "$data" ] || printf '%s\n' "$data"
        [ -z "$id" ] || remember "$id"
        id='' data=''
        ;;
      'status: '*) status=${line#status: } ;;
      '{'*) said=$line ;; # a problem, and no stream
    esac
  done < <(curl -sSN --connect-timeout 10 --speed-limit 1 --speed-time 45 -H 'Accept: text/event-stream' \
    ${last:+-H "Last-Event-ID: $last"} -w '\nstatus: %{http_code}\n' "$url" || true)
  case $status in
    4*)
      echo "$url answered $status: $said" >&2
      exit 1
      ;;
  esac
}

while :; do
  follow
  sleep 1
done
