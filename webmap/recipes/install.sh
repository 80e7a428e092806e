#!/bin/sh
# Install, upgrade or go back without internet, from the folder that `make offline` made.
#   ./install.sh [PREFIX]          installs this version below PREFIX (/opt/lingang) and makes it the current one
#   ./install.sh --back [PREFIX]   makes the version before it the current one again
# The version that runs is not touched until the new one is installed and its data hold every check. Then restart the
# service: systemctl restart lingang.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
back=no
if [ "${1:-}" = --back ]; then
  back=yes
  shift
fi
prefix=${1:-/opt/lingang}

# Make a link in one step: a service that starts meanwhile finds the old version or the new one.
point() {
  ln -sfn "$2" "$prefix/.$1.new"
  mv -T "$prefix/.$1.new" "$prefix/$1"
}

if [ "$back" = yes ]; then
  before=$(readlink "$prefix/previous") || { echo "install.sh: there is no version before this one in $prefix" >&2; exit 1; }
  now=$(readlink "$prefix/current")
  point current "$before"
  point previous "$now"
  echo "current: $before"
  exit 0
fi

cd "$here"
sha256sum --check --quiet SHA256SUMS
version=$(cat VERSION)
target="$prefix/releases/$version"
if [ -e "$target/.complete" ]; then
  echo "install.sh: $version is installed already" >&2
else
  rm -rf "$target"
  mkdir -p "$prefix/releases"
  python3 -m venv --without-pip "$target"
  tools=$(mktemp -d)
  trap 'rm -rf "$tools"' EXIT
  python3 -m venv "$tools"
  install="$tools/bin/pip --python $target/bin/python install --quiet --disable-pip-version-check --no-index --find-links wheels"
  $install --require-hashes --requirement requirements.txt
  $install --no-deps lingang_atlas-*.whl
  "$target/bin/lingang" prepare --quiet
  "$target/bin/lingang" check
  touch "$target/.complete"
fi
if now=$(readlink "$prefix/current") && [ "$now" != "releases/$version" ]; then
  point previous "$now"
fi
point current "releases/$version"
echo "current: releases/$version"
