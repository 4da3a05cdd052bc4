#!/usr/bin/env bash
# The pages, the web tracker and the tests of SDKs want Node and packages of it. Get them where that can be done;
# otherwise say so: the pages are not built then, and those tests skip.
# usage: get_node_packages.sh [python] [folder …]
set -u
cd "$(dirname "$0")/.."
source tools/find_node.sh "${1:-python3}" || { echo "No Node 20 here: no pages, and no tests of the tracker and of Node SDKs."; exit 0; }
folders=("${@:2}")
[ "${#folders[@]}" -gt 0 ] || folders=(tracker tests/sdks ui)
for folder in "${folders[@]}"; do
  locked="$(cksum < "$folder/package-lock.json")"
  [ "$(cat "$folder/node_modules/.locked" 2>/dev/null)" = "$locked" ] && continue
  echo "Installing the Node packages of $folder …"
  if (cd "$folder" && "${npm[@]}" ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null); then
    echo "$locked" > "$folder/node_modules/.locked"
  else
    echo "They cannot be had: what wants them is left out."
  fi
done
