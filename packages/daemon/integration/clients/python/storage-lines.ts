// What libvirt-python says to a real storage driver: pools and volumes of this machine, and their contents by streams.

/** Where bytes come from and go to; the bindings call back. */
export const prelude = `
import os, threading, random

BYTES = random.Random(7).randbytes(3000000)

class Source:
    def __init__(self, data): self.data, self.at = data, 0
    def read(self, stream, count, opaque):
        part = self.data[self.at:self.at + count]; self.at += len(part); return part
    # A third of data, a third of nothing, a third of data.
    def hole(self, stream, opaque):
        third = len(self.data) // 3
        if self.at < third: return [True, third - self.at]
        if self.at < 2 * third: return [False, 2 * third - self.at]
        return [True, len(self.data) - self.at]
    def skip(self, stream, length, opaque): self.at += length; return length

class Sink:
    def __init__(self): self.data, self.holes = bytearray(), 0
    def write(self, stream, data, opaque): self.data += data; return len(data)
    def hole(self, stream, length, opaque): self.data += bytes(length); self.holes += 1; return 0
    @property
    def whole(self): return bytes(self.data)

SPARSE = BYTES[:1000000] + bytes(1000000) + BYTES[2000000:]

def upload(v, data, offset=0, length=0):
    s = c.newStream(); v.upload(s, offset, length); s.sendAll(Source(data).read, None); return s.finish()

def download(v, offset=0, length=0):
    s = c.newStream(); v.download(s, offset, length); k = Sink(); s.recvAll(k.write, None); s.finish(); return k.whole

def upload_sparse(v, data):
    s = c.newStream(); v.upload(s, 0, 0, 1); o = Source(data); s.sparseSendAll(o.read, o.hole, o.skip, None); return s.finish()

def download_sparse(v):
    s = c.newStream(); v.download(s, 0, 0, 1); k = Sink(); s.sparseRecvAll(k.write, k.hole, None); s.finish(); return k

def download_nonblocking(v):
    s = c.newStream(libvirt.VIR_STREAM_NONBLOCK); k = Sink(); done = threading.Event()
    def ready(stream, events, opaque):
        data = stream.recv(65536)
        if data == -2: return
        if data: k.write(stream, data, None)
        else: stream.eventRemoveCallback(); stream.finish(); done.set()
    v.download(s, 0, 0); s.eventAddCallback(libvirt.VIR_STREAM_EVENT_READABLE, ready, None)
    return done.wait(20) and k.whole

def upload_nonblocking(v, data):
    s = c.newStream(libvirt.VIR_STREAM_NONBLOCK); o = Source(data); rest = [b'']; done = threading.Event()
    def ready(stream, events, opaque):
        if not rest[0]: rest[0] = o.read(stream, 100000, None)
        if not rest[0]: stream.eventRemoveCallback(); stream.finish(); done.set(); return
        sent = stream.send(rest[0])
        if sent != -2: rest[0] = rest[0][sent:]
    v.upload(s, 0, len(data)); s.eventAddCallback(libvirt.VIR_STREAM_EVENT_WRITABLE, ready, None)
    return done.wait(20)
`;

/** Documents that the lines name; `{folder}` is the world's own. */
export const documents: Readonly<Record<string, string>> = {
  POOL: "<pool type='dir'><name>p</name><uuid>44444444-2222-3333-4444-555555555555</uuid><target><path>{folder}/pool</path></target></pool>",
  RAW: "<volume><name>raw.img</name><capacity>3000000</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>",
  SPARE: "<volume><name>spare.img</name><capacity>3000000</capacity><allocation>0</allocation><target><format type='raw'/></target></volume>",
  QCOW2: "<volume><name>web.qcow2</name><capacity unit='MiB'>8</capacity><target><format type='qcow2'/></target></volume>",
  CLONE: "<volume><name>clone.img</name><capacity>3000000</capacity><target><format type='raw'/></target></volume>",
};

const pools = `
c.listAllStoragePools()
c.storagePoolDefineXML(POOL.replace('{folder}', 'no/path'))
p = c.storagePoolDefineXML(POOL)
p.name()
p.isActive()
p.isPersistent()
p.info()[0]
p.refresh()
p.listVolumes()
p.create()
p.build()
p.build()
p.create()
p.create()
p.isActive()
p.info()[0]
p.XMLDesc(1)[-50:]
p.autostart()
p.setAutostart(1)
p.autostart()
c.listAllStoragePools()
c.listAllStoragePools(1)
c.listAllStoragePools(2)
c.listAllStoragePools(64)
c.listAllStoragePools(128)
c.listStoragePools()
c.listDefinedStoragePools()
c.numOfStoragePools()
c.storagePoolLookupByUUIDString('44444444-2222-3333-4444-555555555555')
c.storagePoolLookupByTargetPath(FOLDER + '/pool')
c.storagePoolLookupByTargetPath(FOLDER)
c.storagePoolLookupByName('nobody')
p.delete()
p.undefine()
p.destroy()
p.destroy()
p.delete()
p.undefine()
p.undefine()
c.listAllStoragePools()
`;

const volumes = `
p = c.storagePoolCreateXML(POOL, 1)
p.isPersistent()
v = p.createXML(RAW)
v.name()
v.path()
v.key()
v.info()
p.createXML(RAW)
p.createXML('<volume/>')
p.createXML(RAW, 1 << 20)
p.listAllVolumes()
p.numOfVolumes()
p.storageVolLookupByName('raw.img')
p.storageVolLookupByName('nobody')
c.storageVolLookupByPath(FOLDER + '/pool/raw.img')
c.storageVolLookupByPath(FOLDER + '/pool/nobody')
c.storageVolLookupByKey(FOLDER + '/pool/raw.img')
v.storagePoolLookupByVolume()
upload(v, BYTES)
hashlib.sha256(BYTES).hexdigest()
download(v)
download(v, 1000, 50)
BYTES[1000:1050]
v.info()[:2]
upload(v, b'in the middle', 500, 13)
download(v, 495, 23)
upload(v, b'', 0, 0)
spare = p.createXML(SPARE)
upload_sparse(spare, SPARSE)
hashlib.sha256(SPARSE).hexdigest()
download(spare)
down = download_sparse(spare)
down.whole
down.holes > 0
upload_nonblocking(v, BYTES)
download_nonblocking(v)
s = c.newStream()
v.download(s, 0, 0)
s.recv(10)
s.abort()
s.recv(10)
s.finish()
s = c.newStream()
v.upload(s, 0, 0)
s.send(b'abc')
s.abort()
s.send(b'abc')
upload(v, b'abc', 0, 3)
download(v, 0, 5)
upload(v, b'x', 4 << 20)
v.info()[:2]
download(v, 1 << 40, 0)
download(v, 3000000 - 5, 1 << 40)
v.download(c.newStream(), 0, 0, 1 << 20)
w = p.createXMLFrom(CLONE, v)
download(w)
p.createXMLFrom(CLONE, v)
q = p.createXML(QCOW2)
q.info()[:2]
q.resize(16 << 20)
q.info()[:2]
q.resize(1 << 20)
v.resize(6000000)
v.info()[:2]
v.resize(1000, 1 << 20)
v.wipe()
download(v, 0, 20)
v.wipePattern(99)
v.wipe(1)
sorted(p.listVolumes())
p.refresh()
sorted(p.listVolumes())
w.delete()
w.delete()
w.info()
v.delete(1 << 20)
[one.delete() for one in p.listAllVolumes()]
p.listAllVolumes()
p.destroy()
p.isPersistent()
`;

// libvirtd 9.0 may close the connection of a client that goes on after this.
const tooMuch = `
p = c.storagePoolCreateXML(POOL, 1)
v = p.createXML(RAW)
upload(v, b'xyz', 0, 1)
`;

/** What libvirt-python says, by subject. */
export const subjects: Readonly<Record<string, string>> = { pools, 'volumes and their contents': volumes, 'more than was announced': tooMuch };
