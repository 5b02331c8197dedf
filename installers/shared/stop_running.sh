# Ends every Hearth that runs from the installed folder: asked first, so that it hands its work over to the other
# devices; ended after 15 seconds. Its files are about to be replaced or removed.
program=/usr/lib/hearth/hearth
running() {
    for process in /proc/[0-9]*; do
        case "$(readlink "$process/exe" 2>/dev/null || true)" in
            "$program" | "$program (deleted)") echo "${process#/proc/}" ;;
        esac
    done
}
stop_running() {
    pids=$(running)
    [ -n "$pids" ] || return 0
    echo "Hearth is running and is ended now. Start it again from the menu."
    for pid in $pids; do
        parent=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null || true)
        # Its helpers end with it; asked before it, they would look like a failure.
        case " $(echo $pids) " in *" $parent "*) ;; *) kill "$pid" 2>/dev/null || true ;; esac
    done
    waited=0
    while [ -n "$(running)" ] && [ "$waited" -lt 75 ]; do
        sleep 0.2
        waited=$((waited + 1))
    done
    for pid in $(running); do kill -9 "$pid" 2>/dev/null || true; done
}
