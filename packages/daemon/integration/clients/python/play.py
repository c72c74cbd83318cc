# Plays lines of Python on a connection by libvirt's own bindings, and tells what each came to, and the events that were
# heard. A line is a call, or `name = call`; what it gives is written as JSON.
import hashlib
import json
import sys
import threading
import time

import libvirt
import libvirt_qemu

libvirt.registerErrorHandler(lambda *ignored: None, None)


def plain(value):
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return value.split("\n") if "\n" in value else value
    if isinstance(value, (bytes, bytearray)):
        return list(value) if len(value) <= 64 else "%d bytes, sha256 %s" % (len(value), hashlib.sha256(value).hexdigest())
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        values = [plain(one) for one in value]
        # Objects come in the order of libvirt's hash tables.
        return sorted(values) if all(hasattr(one, "c_pointer") for one in value) else values
    for getter in ("name", "getName", "portDev", "UUIDString"):
        if hasattr(value, getter):
            return "%s %s" % (type(value).__name__, getattr(value, getter)())
    return type(value).__name__


def listen(c, events):
    def note(family, number):
        return lambda conn, *rest: events.append([family, number, plain(rest[:-1])])

    for family, register, last in (
        ("domain", c.domainEventRegisterAny, 26),  # all kinds there are
        ("network", c.networkEventRegisterAny, 1),
        ("pool", c.storagePoolEventRegisterAny, 2),
        ("device", c.nodeDeviceEventRegisterAny, 2),
        ("secret", c.secretEventRegisterAny, 2),
    ):
        for number in range(last):
            try:
                register(None, number, note(family, number), None)
            except libvirt.libvirtError as error:
                events.append([family, number, error.get_error_message()])


def play(line, world):
    name, equals, call = line.partition(" = ")
    if not (equals and name.isidentifier()):
        name, call = None, line
    try:
        value = eval(call, world)
        if name:
            world[name] = value
        return {"line": line, "gave": plain(value)}
    except libvirt.libvirtError as error:
        return {"line": line, "error": list(error.err or [str(error)])}
    except Exception as error:
        return {"line": line, "bindings": "%s: %s" % (type(error).__name__, error)}


def main():
    libvirt.virEventRegisterDefaultImpl()

    def loop():
        while True:
            libvirt.virEventRunDefaultImpl()

    threading.Thread(target=loop, daemon=True).start()
    task = json.load(sys.stdin)
    c = libvirt.open(task["uri"])
    c.setKeepAlive(5, 3)
    events = []
    if task.get("events", True):
        listen(c, events)
    world = {"libvirt": libvirt, "libvirt_qemu": libvirt_qemu, "c": c, "time": time, "hashlib": hashlib, **task.get("names", {})}
    exec(task.get("prelude", ""), world)
    answers = [play(line, world) for line in task["lines"]]
    heard = -1
    while heard != len(events):
        heard = len(events)
        time.sleep(0.2)
    print(json.dumps({"answers": answers, "events": events}))


main()
