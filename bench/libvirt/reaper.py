"""Runs daemons, one command line an argument, and reaps at once what their descendants leave behind.

libvirtd lets its guests become orphans. Where process 1 reaps late, as in many containers, it would wait for the end of a
guest much longer than on a real host. Ends the daemons when standard input ends, or when the
last of them does.
"""

import ctypes
import os
import shlex
import subprocess
import sys
import threading

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
daemons = [subprocess.Popen(shlex.split(line), stdin=subprocess.DEVNULL) for line in sys.argv[1:]]
last = daemons[-1].pid


def watch_input():
    sys.stdin.read()
    for daemon in reversed(daemons):
        daemon.terminate()


threading.Thread(target=watch_input, daemon=True).start()
while True:
    try:
        pid, _status = os.wait()
    except ChildProcessError:
        break
    if pid == last:
        for daemon in daemons[:-1]:
            daemon.terminate()
