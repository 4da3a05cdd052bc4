#!/usr/bin/env bash
# Build the pages of the product into src/footpath/ui when their sources changed. They want Node 20; where it cannot be
# had the server runs without pages and says so.
# usage: build_ui.sh [python]
set -u
cd "$(dirname "$0")/.."
source tools/find_node.sh "${1:-python3}" || { echo "No Node 20 here: the pages are not built."; exit 0; }
bash tools/get_node_packages.sh "${1:-python3}" ui
cd ui
[ -d node_modules ] || exit 0
built="$(find src public locales index.html package-lock.json vite.config.ts lingui.config.js ../src/footpath/maps/render/icons.json ../src/footpath/maps/lane_words.json -type f -print0 | sort -z | xargs -0 cksum | cksum)"
[ "$(cat ../src/footpath/ui/.built 2>/dev/null)" = "$built" ] && exit 0
echo "Building the pages …"
node node_modules/vite/bin/vite.js build --logLevel error && echo "$built" > ../src/footpath/ui/.built
