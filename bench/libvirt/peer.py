"""libvirt's side of the benchmarks.

Reads one JSON request a line from standard input, answers one JSON line each, so that its runs and ours take turns. Times
are in nanoseconds, measured here, around the calls of libvirt's binding alone.
"""

import json
import sys
import time

import libvirt

libvirt.registerErrorHandler(lambda _context, _error: None, None)


class Peer:
    def __init__(self):
        self.connection = None

    def open(self, uri):
        self.connection = libvirt.open(uri)
        return libvirt.getVersion()

    def documents(self, xml, times):
        """Defines a document and writes it again, `times` times; the mean."""
        spent = 0
        for _ in range(times):
            begin = time.perf_counter_ns()
            domain = self.connection.defineXML(xml)
            domain.XMLDesc(0)
            spent += time.perf_counter_ns() - begin
            domain.undefine()
        return spent / times

    def define(self, xml):
        begin = time.perf_counter_ns()
        self.connection.defineXML(xml)
        return time.perf_counter_ns() - begin

    def list(self):
        begin = time.perf_counter_ns()
        self.connection.listAllDomains()
        return time.perf_counter_ns() - begin

    def lookup(self, name):
        begin = time.perf_counter_ns()
        self.connection.lookupByName(name)
        return time.perf_counter_ns() - begin

    def start(self, name):
        """Starts a defined guest; destroying it again is not counted."""
        domain = self.connection.lookupByName(name)
        begin = time.perf_counter_ns()
        domain.create()
        spent = time.perf_counter_ns() - begin
        domain.destroy()
        return spent

    def calls(self, name, times):
        """A call that is trivial, `times` times; the mean."""
        domain = self.connection.lookupByName(name)
        begin = time.perf_counter_ns()
        for _ in range(times):
            domain.isActive()
        return (time.perf_counter_ns() - begin) / times

    def undefine(self, name):
        self.connection.lookupByName(name).undefine()


def main():
    peer = Peer()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": getattr(peer, request["call"])(*request["arguments"])}
        except libvirt.libvirtError as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


main()
