#!/bin/sh
# Declares a group and waits until it is as declared.
#
#   DROVER_URL=http://127.0.0.1:8080 declare-and-wait.sh web.yaml
#
# The spec names its group. Ends with
#   0  the group is as declared
#   1  it will not get there by waiting: superseded, blocked, being deleted
#   2  the spec was refused; nothing was changed
#   3  not yet, after DROVER_WAIT seconds (default 900)
#   4  Drover cannot be reached, or failed
#  64  wrong arguments
# What Drover answered is printed to standard error, unless it ends with 0.
set -eu

spec=${1:-}
url=${DROVER_URL:-http://127.0.0.1:8080}
if [ $# -ne 1 ] || [ ! -r "$spec" ]; then
  echo "usage: DROVER_URL=http://127.0.0.1:8080 $0 SPEC (a readable .yaml, .yml or .json file)" >&2
  exit 64
fi
case $spec in
  *.json) type=application/json ;;
  *) type=application/yaml ;;
esac
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# Prints the status of a request, 000 if there was no answer. The answer itself is in $answer.
call() {
  curl -sS -o "$answer" -w '%{http_code}' -H 'Accept: application/json' "$@" || true
}

field() { # of an answer that is one line of JSON: the first one of this name
  sed -n 's/^{[^{}[]*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p' "$answer"
}

give_up() {
  { echo "$2"; cat "$answer"; echo; } >&2
  exit "$1"
}

status=$(call -X POST --retry 5 --retry-connrefused -H "Content-Type: $type" --data-binary "@$spec" "$url/v1/groups")
case $status in
  200 | 201) ;;
  4*) give_up 2 "$spec was refused with $status:" ;;
  *) give_up 4 "$url answered $status:" ;;
esac
name=$(field name)
generation=$(field generation)
echo "$name: generation $generation is declared"

until=$(($(date +%s) + ${DROVER_WAIT:-900}))
while :; do
  left=$((until - $(date +%s)))
  [ "$left" -gt 0 ] || give_up 3 "$name: generation $generation is not there yet:"
  [ "$left" -lt 50 ] || left=50
  status=$(call "$url/v1/groups/$name/wait?generation=$generation&timeout=${left}s")
  case $status in
    200) break ;;
    4*) give_up 1 "$name: generation $generation will not get there:" ;;
    504) ;;
    *) sleep 1 ;; # Drover, or what is in front of it, starts again: the declaration is stored
  esac
done
echo "$name: generation $generation is converged"
