#!/usr/bin/env bash
# A package for Debian and Ubuntu out of dist/hubdesk: deb.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
tree=build/deb
rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/opt" "$tree/usr/bin" "$tree/usr/share/applications" "$tree/usr/share/doc/hubdesk"
cp -a dist/hubdesk "$tree/opt/hubdesk"
cp LICENSE resources/licences/NOTICES.txt "$tree/usr/share/doc/hubdesk/"
ln -s /opt/hubdesk/hubdesk "$tree/usr/bin/hubdesk"
cp installer/hubdesk.desktop "$tree/usr/share/applications/"
cat >"$tree/DEBIAN/control" <<CONTROL
Package: hubdesk
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: HubDesk maintainers <maintainers@hubdesk.invalid>
Section: education
Priority: optional
Installed-Size: $(du -sk "$tree/opt" | cut -f1)
Depends: libc6 (>= 2.34), $(cut -d' ' -f2 installer/system-packages | paste -sd, | sed 's/,/, /g')
Description: the desk of a community learning hub
 Learners, courses, registers, certificates and volunteers in one encrypted
 file, and one file a month for the lead organisation.
CONTROL
dpkg-deb --root-owner-group --build "$tree" "dist/hubdesk_$version.deb"
