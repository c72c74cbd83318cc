# Plays scenarios on libvirt's own test driver and tells what it answered. Reads and writes JSON.
import json
import sys
import threading
import time

import libvirt

libvirt.registerErrorHandler(lambda *ignored: None, None)
libvirt.virEventRegisterDefaultImpl()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=run_loop, daemon=True).start()


def name_of(handle):
    for getter in ("name", "getName"):
        if hasattr(handle, getter):
            return getattr(handle, getter)()
    return handle.UUIDString()


def plain(value):
    if value is None:
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, (list, tuple)):
        values = [plain(one) for one in value]
        handles = [one for one in value if hasattr(one, "c_pointer")]
        return sorted(values) if handles and len(handles) == len(values) else values
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    return name_of(value)


def play(scenario):
    connection = libvirt.open(scenario["uri"])
    known = {"c": connection}
    events = []

    def note(kind):
        return lambda conn, one, event, detail, opaque: events.append([kind, name_of(one), event, detail])

    def note_refresh(conn, one, opaque):
        events.append(["pool-refresh", name_of(one)])

    connection.domainEventRegisterAny(None, 0, note("domain"), None)
    connection.networkEventRegisterAny(None, 0, note("network"), None)
    connection.storagePoolEventRegisterAny(None, 0, note("pool"), None)
    connection.storagePoolEventRegisterAny(None, 1, note_refresh, None)
    connection.nodeDeviceEventRegisterAny(None, 0, note("device"), None)

    def resolve(arg):
        if isinstance(arg, str) and arg.startswith("$"):
            return known.get(arg[1:])
        return tuple(arg) if isinstance(arg, list) and all(isinstance(one, bool) for one in arg) else arg

    answers = []
    for target, *args in scenario["steps"]:
        variable, _, call = target.rpartition("=")
        of, method = call.split(".")
        try:
            if of not in known:
                answers.append({"missing": of})
                continue
            result = getattr(known[of], method)(*[resolve(arg) for arg in args])
            if variable:
                known[variable] = result[0] if isinstance(result, list) else result
            answers.append({"ok": plain(result)})
        except libvirt.libvirtError as error:
            answers.append({"error": [error.get_error_code(), error.get_error_domain(), error.get_error_message()]})
        except (TypeError, LookupError) as error:
            answers.append({"the bindings": str(error)})
    time.sleep(0.1)
    known.clear()
    connection.close()
    return {"answers": answers, "events": events}


print(json.dumps(play(json.load(sys.stdin))))
