#!/bin/sh
# Installs what package-lock.json names, once: the marker is the lock's own checksum.
# Runs before anything of ours can be imported, so it is plain sh and says what it does on stderr.
set -eu
cd "$(dirname "$0")/.."
lock=$(cksum < package-lock.json)
if [ ! -f node_modules/.installed ] || [ "$(cat node_modules/.installed)" != "$lock" ]; then
  echo "Installing packages (first run, about a minute)…" >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
  printf '%s' "$lock" > node_modules/.installed
fi
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64|Linux-aarch64) ;;
  *) node -e 'if (+process.versions.node.split(".")[0] < 24) { console.error("Node 24 or newer is needed on this system; this is " + process.version + ". Install it from https://nodejs.org and run the command again."); process.exit(1); }' ;;
esac
