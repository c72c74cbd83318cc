"""Runs a program, and reaps at once what its descendants leave behind.

libvirtd lets its guests become orphans. Where process 1 reaps late, as in many containers, it would wait for the end of a
guest much longer than on a real host. Ends, and ends the program, when standard input does.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)


def watch_input():
    sys.stdin.read()
    program.send_signal(signal.SIGTERM)


threading.Thread(target=watch_input, daemon=True).start()
while True:
    pid, status = os.wait()
    if pid == program.pid:
        sys.exit(os.waitstatus_to_exitcode(status))
