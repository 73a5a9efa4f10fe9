#!/usr/bin/env bash
# Installs Drover so that it starts fast. Unpacks the jar, starts it once on a database of its own that is thrown away, and keeps
# what the JVM learnt by that (an AOT cache). Run it after every build, and for every new Java; it takes about a minute.
#
#   install.sh TARGET_DIR [DROVER_JAR]         default: target/drover.jar
#
# Then TARGET_DIR/drover starts it, with the same arguments and settings as java -jar drover.jar, in the current directory.
# JAVA_HOME, or else the java on the PATH, is the Java that is used, now and later. Options for the JVM go into JDK_JAVA_OPTIONS.
# What was installed there before is replaced at once at the end, and kept beside it until the next time; a Drover that runs goes on.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: $0 TARGET_DIR [DROVER_JAR]" >&2
  exit 64
fi
jar=$(readlink -f "${2:-$(dirname "$0")/../target/drover.jar}")
java=${JAVA_HOME:+$JAVA_HOME/bin/java}
java=$(command -v "${java:-java}") || { echo "there is no Java: set JAVA_HOME" >&2; exit 1; }
java=$(readlink -f "$java")
[ -r "$jar" ] || { echo "there is no $jar: build it with ./mvnw package, or name another one" >&2; exit 1; }
command -v curl >/dev/null || { echo "curl is needed" >&2; exit 1; }

mkdir -p "$1"
target=$(cd "$1" && pwd)
app=app-$({ sha256sum <"$jar"; "$java" -version 2>&1; } | sha256sum | cut -c1-12)
scratch=$(mktemp -d)
trained=
clean_up() {
  [ -z "$trained" ] || kill -KILL "$trained" 2>/dev/null || true
  rm -rf "$scratch"
}
trap clean_up EXIT

ask() {
  curl -sS -o /dev/null -H 'Content-Type: application/json' "$@"
}

unpack_and_train() {
  rm -rf "${target:?}/$app"
  "$java" -Djarmode=tools -jar "$jar" extract --destination "$target/$app" >"$scratch/extract" ||
    { cat "$scratch/extract" >&2; exit 1; }

  # Nothing of this shell's settings: a training must not touch a database that matters.
  echo "training" >&2
  cd "$scratch"
  env -i PATH="$PATH" HOME="$scratch" TMPDIR="${TMPDIR:-/tmp}" "$java" -XX:AOTCacheOutput="$target/$app/drover.aot.new" \
    -jar "$target/$app/drover.jar" --server.port=0 --drover.data="$scratch/data" >"$scratch/log" 2>&1 &
  trained=$!
  url=
  for _ in $(seq 240); do
    url=$(sed -n 's/.*Drover listens on \(http[^ ]*\).*/\1/p' "$scratch/log")
    [ -z "$url" ] || break
    kill -0 "$trained" 2>/dev/null || break
    sleep 0.5
  done
  [ -n "$url" ] || { cat "$scratch/log" >&2; echo "Drover did not start" >&2; exit 1; }

  ask "$url/actuator/health/readiness"
  ask -X PUT "$url/v1/groups/training" -d \
    '{"allocation": {"size": 1}, "instance": {"provider": "process", "properties": {"command": ["sleep", "600"]}}}'
  ask "$url/v1/groups/training/wait?until=ready&timeout=30s"
  ask "$url/v1/groups"
  ask "$url/v1/groups/training/members"
  ask "$url/v1/events"
  ask -X DELETE "$url/v1/groups/training"
  ask "$url/v1/groups/training/wait?until=gone&timeout=30s"
  kill -TERM "$trained"
  wait "$trained" || true # 143: that is how it ends, and it writes the cache on the way
  trained=
  [ -s "$target/$app/drover.aot.new" ] || { cat "$scratch/log" >&2; echo "the JVM wrote no AOT cache" >&2; exit 1; }
  mv "$target/$app/drover.aot.new" "$target/$app/drover.aot"
}

# The same jar and the same Java have learnt the same: a Drover may be running from there.
[ -e "$target/$app/drover.aot" ] || unpack_and_train

before=$(sed -n 's/^app=//p' "$target/drover" 2>/dev/null || true)
cat >"$target/drover.new" <<START
#!/bin/sh
# Written by install.sh: run that again after an upgrade of Drover or of Java.
app=$app
java='$java'
[ -x "\$java" ] || java=\${JAVA_HOME:+\$JAVA_HOME/bin/}java
here=\$(dirname "\$(readlink -f "\$0")")
export MALLOC_ARENA_MAX="\${MALLOC_ARENA_MAX:-2}" # many threads allocate little each: more arenas only keep memory
exec "\$java" -XX:AOTCache="\$here/\$app/drover.aot" -jar "\$here/\$app/drover.jar" "\$@"
START
chmod +x "$target/drover.new"
mv "$target/drover.new" "$target/drover"
for old in "$target"/app-*; do
  case ${old##*/} in
    "$app" | "$before") ;;
    *) rm -rf "$old" ;;
  esac
done
echo "installed: start it with $target/drover" >&2
