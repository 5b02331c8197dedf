#!/bin/sh
# Before the files are replaced or removed.
set -e
# stop_running.sh
stop_running
