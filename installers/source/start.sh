#!/bin/sh
# Starts the set-up (installers/source/__main__.py) with any Python from 3.9 on: finding or fetching the one
# that Hearth itself runs on (3.12 or 3.13) is the set-up's work. Arguments are passed on.
set -eu
cd "$(dirname "$0")/../.."
unset PYTHONSAFEPATH PYTHONHOME
# Pythons managed by pyenv must be found whatever version the folder asks for.
for python in python3 /usr/bin/python3 /usr/local/bin/python3 python3.13 python3.12 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1; then
        exec "$python" -m installers.source "$@"
    fi
done
echo "Hearth needs Python, and none from version 3.9 on was found. Install Python 3.12 or 3.13, then try again." >&2
if command -v apt-get >/dev/null; then
    echo "    sudo apt-get install python3" >&2
fi
exit 1
