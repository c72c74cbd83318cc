import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, type Connection } from '@virtweave/core-api';
import { isVirtError } from '@virtweave/core-util/errors';
import driver from '../src/index.ts';
import { noLibvirtd, startLibvirtd, type Libvirtd } from '../../core-testkit/test/support/libvirtd.ts';

const reason = noLibvirtd();
const withLibvirtd = reason === undefined ? describe : describe.skip;

const guest = (name: string): string => `<domain type='test'><name>${name}</name><memory>8192</memory><vcpu>2</vcpu>
  <os><type>hvm</type></os></domain>`;

withLibvirtd(`the real libvirtd${reason === undefined ? '' : ` (${reason})`}`, () => {
  let libvirtd: Libvirtd;
  let connection: Connection;
  const uri = (name = 'test+unix:///default'): string => `${name}?socket=${libvirtd.socket}`;

  beforeAll(async () => {
    libvirtd = await startLibvirtd();
    connection = await connect(uri(), { drivers: [driver] });
  });
  afterAll(async () => {
    await connection?.close();
    await libvirtd?.stop();
  });

  test('lists, versions, the node', async () => {
    const { hypervisor, network, storage, nodeDevice, interface: interfaces } = connection.families;
    expect((await connection.listAllDomains()).map(({ name }) => name)).toContain('test');
    expect(await hypervisor.connectGetType()).toBe('TEST');
    expect(await hypervisor.connectGetLibVersion()).toBeGreaterThan(8_000_000n);
    expect(await hypervisor.nodeGetInfo()).toMatchObject({ model: 'i686', cpus: 16, nodes: 2 });
    expect(await hypervisor.connectIsAlive()).toBe(true);
    expect(await hypervisor.connectIsSecure()).toBe(true);
    expect(await hypervisor.connectIsEncrypted()).toBe(false);
    expect((await network.connectListAllNetworks(0)).map(({ name }) => name)).toEqual(['default']);
    expect((await storage.connectListAllStoragePools(0)).map(({ name }) => name)).toEqual(['default-pool']);
    expect((await nodeDevice.connectListAllNodeDevices(0)).map(({ name }) => name)).toContain('computer');
    expect(await interfaces.connectListAllInterfaces(0)).toEqual([{ name: 'eth1', mac: 'aa:bb:cc:dd:ee:ff' }]);
    expect(await nodeDevice.nodeDeviceGetParent({ name: 'computer' })).toBeUndefined();
  });

  test('a life of a guest, and what listeners hear of it', async () => {
    await using events = connection.events({ kinds: ['lifecycle'] });
    const domain = await connection.defineXML(guest('life'));
    await domain.start();
    await domain.suspend();
    await domain.resume();
    expect(await domain.isActive()).toBe(true);
    await domain.destroy();
    await domain.undefine();
    const heard: string[] = [];
    while (heard.length < 6) {
      const { value } = await events.next();
      if (value.kind === 'lifecycle' && value.domain.name === 'life') heard.push(`${value.event} ${value.detail}`);
    }
    expect(heard).toEqual([
      'defined added',
      'started booted',
      'suspended paused',
      'resumed unpaused',
      'stopped destroyed',
      'undefined removed',
    ]);
  });

  test('numbers, parameters and lists of every shape', async () => {
    const { hypervisor } = connection.families;
    const ref = await hypervisor.domainLookupByName('test');
    expect(await hypervisor.domainGetInfo(ref)).toMatchObject({ state: 1, maxMem: 8388608n });
    expect(await hypervisor.domainGetState(ref, 0)).toEqual({ state: 1, reason: expect.any(Number) });
    const vcpus = await hypervisor.domainGetVcpus(ref);
    expect(vcpus.map(({ number }) => number)).toEqual([0, 1]);
    expect((await hypervisor.domainGetVcpuPinInfo(ref, 0)).length).toBe(2);
    await hypervisor.domainPinVcpuFlags(ref, 0, Uint8Array.of(5), 0);
    expect((await hypervisor.domainGetVcpus(ref))[0]?.cpumap).toEqual(Uint8Array.of(5));
    expect(await hypervisor.domainGetMemoryParameters(ref, 0)).toHaveLength(3);
    expect((await hypervisor.domainGetCPUStats(ref, -1, 1, 0))[0]?.length).toBeGreaterThan(0);
    expect(await hypervisor.domainGetCPUStats(ref, 0, 0, 0)).not.toHaveLength(0);
    expect(await hypervisor.domainGetSchedulerParametersFlags(ref, 0)).toEqual([{ name: 'weight', type: 'uint', value: 50 }]);
    expect((await hypervisor.connectGetAllDomainStats([], 0, 0))[0]).toMatchObject({ domain: { name: 'test' } });
    expect(await hypervisor.domainInterfaceAddresses(ref, 0, 0).catch((error: unknown) => isVirtError(error))).toBeTruthy();
    expect(await hypervisor.nodeGetCPUStats(-1, 0)).not.toHaveLength(0);
    expect(await hypervisor.domainMemoryStats(ref, 0)).not.toHaveLength(0);
  });

  test('a screenshot', async () => {
    const { hypervisor } = connection.families;
    const { mime, stream } = await hypervisor.domainScreenshot(await hypervisor.domainLookupByName('test'), 0, 0);
    expect(mime).toBe('image/png');
    const parts: Uint8Array[] = [];
    for (let part = await stream.receive(1000); part instanceof Uint8Array; part = await stream.receive(1000)) parts.push(part);
    await stream.finish();
    expect(Buffer.concat(parts).subarray(1, 4).toString()).toBe('PNG');
  });

  test('errors are those that libvirt’s own client has', async () => {
    const { hypervisor, network, storage } = connection.families;
    const test = await hypervisor.domainLookupByName('test');
    const gone = { name: 'gone', uuid: '11111111-1111-1111-1111-111111111111', id: -1 };
    const calls: readonly (() => Promise<unknown>)[] = [
      () => hypervisor.domainLookupByName('nope'),
      () => hypervisor.domainLookupByUUID(gone.uuid),
      () => hypervisor.domainDefineXMLFlags('<domain/>', 0),
      () => hypervisor.domainDefineXMLFlags('<domain', 0),
      () => hypervisor.domainCreateWithFlags(test, 0),
      () => hypervisor.domainSetMemoryFlags(test, 1n << 40n, 1),
      () => hypervisor.domainManagedSave(test, 0x1000),
      () => hypervisor.domainGetSchedulerParametersFlags(test, 1),
      () => network.networkLookupByName('nope'),
      () => storage.storagePoolLookupByName('nope'),
    ];
    const ours: unknown[] = [];
    for (const call of calls) {
      const error = await call().then(() => undefined, (thrown: unknown) => thrown);
      if (!isVirtError(error)) throw new Error(`no error of ${String(call)}`);
      ours.push([error.number, error.domainNumber, error.libvirtMessage, error.str1 ?? null, error.str2 ?? null, error.str3 ?? null, error.int1, error.int2]);
    }
    if (!existsSync('/usr/lib/python3/dist-packages/libvirt.py')) return;
    expect(ours).toEqual(errorsOfPython(uri()));
  });

  test('read-only is read-only, here and there', async () => {
    const looking = await connect(`test+unix:///default?socket=${libvirtd.socket}-ro`, { drivers: [driver], readOnly: true });
    await expect(looking.defineXML(guest('x'))).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
    await looking.close();
    // The server says the same to a client that does not look itself.
    const sly = await connect(`test+unix:///default?socket=${libvirtd.socket}-ro`, { drivers: [driver] });
    await expect(sly.defineXML(guest('x'))).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
    await sly.close();
  });

  test('volumes up and down, sparse ones too', async () => {
    const remote = await connect(uri('storage+unix:///system'), { drivers: [driver] });
    try {
      const { storage } = remote.families;
      const folder = `${libvirtd.folder}/pool`;
      const xml = `<pool type='dir'><name>p</name><target><path>${folder}</path></target></pool>`;
      const pool = await storage.storagePoolDefineXML(xml, 0);
      await storage.storagePoolBuild(pool, 0);
      await storage.storagePoolCreate(pool, 0);
      const size = 5_000_000;
      const volume = await storage.storageVolCreateXML(pool, `<volume><name>v</name><capacity>${size}</capacity><allocation>0</allocation></volume>`, 0);
      const data = randomBytes(1_000_000);
      const up = await storage.storageVolUpload(volume, 0n, 0n, 1);
      await up.send(data);
      await up.sendHole(BigInt(size - 2 * data.length));
      await up.send(data);
      await up.finish();
      expect(await storage.storageVolGetInfoFlags(volume, 0)).toMatchObject({ capacity: BigInt(size) });

      const whole = createHash('sha256').update(data).update(Buffer.alloc(size - 2 * data.length)).update(data).digest('hex');
      for (const sparse of [0, 1]) {
        const down = await storage.storageVolDownload(volume, 0n, 0n, sparse);
        const hash = createHash('sha256');
        let holes = 0;
        for (let part = await down.receive(65536); part !== undefined; part = await down.receive(65536)) {
          if (part instanceof Uint8Array) hash.update(part);
          else {
            holes += 1;
            hash.update(Buffer.alloc(Number(part.hole)));
          }
        }
        await down.finish();
        expect(hash.digest('hex')).toBe(whole);
        expect(holes > 0).toBe(sparse === 1);
      }

      const left = await storage.storageVolDownload(volume, 0n, 0n, 0);
      await left.receive(10);
      await left.abort();
      await expect(storage.storageVolUpload(volume, 1n << 50n, 0n, 0).then((stream) => stream.finish())).rejects.toMatchObject({
        code: expect.stringMatching(/^VIR_ERR_/),
      });
      await storage.storageVolDelete(volume, 0);
      await storage.storagePoolDestroy(pool);
      await storage.storagePoolUndefine(pool);
    } finally {
      await remote.close();
    }
  });

  test('many calls at once, and an abort among them', async () => {
    const { hypervisor } = connection.families;
    const ref = await hypervisor.domainLookupByName('test');
    const controller = new AbortController();
    const calls = Array.from({ length: 500 }, (_, i) => hypervisor.domainGetXMLDesc(ref, 0, i % 2 === 0 ? {} : { signal: controller.signal }));
    controller.abort();
    const settled = await Promise.allSettled(calls);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(250);
    expect(await hypervisor.domainIsActive(ref)).toBe(true);
  });

  test('a libvirtd that ends is noticed', async () => {
    const other = await startLibvirtd();
    const lost = await connect(`test+unix:///default?socket=${other.socket}`, { drivers: [driver] });
    let tell = (_: number): void => {};
    const closed = new Promise<number>((resolve) => (tell = resolve));
    await lost.families.hypervisor.connectRegisterCloseCallback((reason) => tell(reason));
    await other.stop();
    expect(await closed).toBe(1);
    await expect(lost.listAllDomains()).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    await lost.close();
  });
});

/** The same calls with libvirt's own client. */
function errorsOfPython(uri: string): unknown {
  const program = `
import json, sys, libvirt
libvirt.registerErrorHandler(lambda *a: None, None)
c = libvirt.open(sys.argv[1])
t = c.lookupByName('test')
calls = [
  lambda: c.lookupByName('nope'),
  lambda: c.lookupByUUIDString('11111111-1111-1111-1111-111111111111'),
  lambda: c.defineXMLFlags('<domain/>', 0),
  lambda: c.defineXMLFlags('<domain', 0),
  lambda: t.createWithFlags(0),
  lambda: t.setMemoryFlags(1 << 40, 1),
  lambda: t.managedSave(0x1000),
  lambda: t.schedulerParametersFlags(1),
  lambda: c.networkLookupByName('nope'),
  lambda: c.storagePoolLookupByName('nope'),
]
out = []
for call in calls:
  try:
    call()
    out.append(None)
  except libvirt.libvirtError as e:
    code, domain, message, level, s1, s2, s3, i1, i2 = e.err
    out.append([code, domain, message, s1, s2, s3, i1, i2])
print(json.dumps(out))
`;
  return JSON.parse(execFileSync('/usr/bin/python3', ['-c', program, uri], { encoding: 'utf8' }));
}
