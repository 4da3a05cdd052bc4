#!/usr/bin/env bash
# Install locked packages into the environment of a Python: with uv, which takes a third of pip's time, or with pip where
# uv cannot get them (it does not read pip's settings).
# usage: install.sh python file
set -eu
"$1" -m uv pip install --quiet --python "$1" --require-hashes -r "$2" 2>/dev/null ||
  "$1" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$2"
