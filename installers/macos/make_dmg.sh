#!/bin/sh
# Makes dist/Hearth-VERSION.dmg from dist/Hearth.app, on macOS. Not run yet: it needs that system.
#
#     SIGN_AS="Developer ID Application: …" NOTARY_PROFILE=hearth sh installers/macos/make_dmg.sh 0.1.0
#
# Without SIGN_AS the program is signed for this machine only, and others must allow it by hand. NOTARY_PROFILE is what
# `xcrun notarytool store-credentials` was given.
set -eu
version=$1
cd "$(dirname "$0")/../.."
application=dist/Hearth.app
image=dist/Hearth-$version.dmg

codesign --force --deep --timestamp --options runtime --entitlements installers/macos/entitlements.plist \
    --sign "${SIGN_AS:--}" "$application"
codesign --verify --deep --strict "$application"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$application" "$folder/Hearth.app"
ln -s /Applications "$folder/Applications"
cp dist/hearth/THIRD-PARTY.txt LICENSE "$folder/" 2>/dev/null || cp LICENSE "$folder/"
hdiutil create -volname Hearth -srcfolder "$folder" -format ULFO -ov "$image"

if [ -n "${NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
fi
echo "$image"
