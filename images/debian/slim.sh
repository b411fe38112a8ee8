#!/usr/bin/env bash
# mmdebstrap's customise hook: makes the new root file system a good base for containers.
# Argument: the folder of the new root file system.
set -Eeuo pipefail

root=${1:?folder of the root file system}

# Nothing starts services in an image, so packages must not try.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"

# What the later packages leave out as well. Licences (copyright files) stay.
cat >"$root/etc/dpkg/dpkg.cfg.d/palier-slim" <<'END'
force-unsafe-io
path-exclude=/usr/share/man/*
path-exclude=/usr/share/info/*
path-exclude=/usr/share/locale/*
path-exclude=/usr/share/lintian/*
path-exclude=/usr/share/doc/*
path-include=/usr/share/doc/*/copyright
END
find "$root/usr/share/doc" -mindepth 1 ! -type d ! -name copyright -delete
find "$root/usr/share/doc" -type d -empty -delete
rm -rf "$root"/usr/share/{man,info,locale,lintian}/*
rm -rf "$root"/var/log/{apt,dpkg.log,alternatives.log,bootstrap.log} \
  "$root"/var/cache/debconf/*-old "$root"/var/lib/dpkg/*-old "$root/var/cache/ldconfig/aux-cache"
