import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection, Domain } from '@virtweave/core-api';
import { atEveryCrash, type FixtureCommand, type FixtureEntry } from '@virtweave/core-testkit';
import { Machine } from './support/machine.ts';
import { guestXml, open } from './support/open.ts';

const connections: Connection[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

const xml = guestXml('web').replace("type='raw'", "type='qcow2'");
const images: FixtureCommand = { program: 'qemu-img', times: Infinity };

async function openOn(machine: Machine): Promise<Connection> {
  const connection = await open(machine);
  connections.push(connection);
  return connection;
}

async function machineWith(...commands: readonly FixtureCommand[]): Promise<{ machine: Machine; connection: Connection; domain: Domain }> {
  const machine = new Machine({}, commands);
  const connection = await openOn(machine);
  return { machine, connection, domain: await connection.defineXML(xml) };
}

const snapshot = (name: string, rest = ''): string => `<domainsnapshot><name>${name}</name>${rest}</domainsnapshot>`;
const words = (name: string): string => `no domain snapshot with matching name '${name}'`;

/** Names with their parents, the current one marked. */
async function tree(domain: Domain): Promise<string[]> {
  const list = await domain.snapshots();
  return Promise.all(
    list.map(async (one) => {
      const parent = await one.parent().catch(() => undefined);
      return `${parent === undefined ? '' : `${parent.name}/`}${one.name}${(await one.isCurrent()) ? ' *' : ''}`;
    }),
  );
}

describe('snapshots of a guest that is off', () => {
  test('are made in its images, one after the other, and found by the next process', async () => {
    const { machine, connection, domain } = await machineWith(
      { program: 'qemu-img', args: ['snapshot', '-c', 'one', '/images/web.img'] },
      { program: 'qemu-img', args: ['snapshot', '-c', 'two', '/images/web.img'] },
    );
    await domain.createSnapshot(snapshot('one'));
    await domain.createSnapshot(snapshot('two'));
    expect(await tree(domain)).toEqual(['one', 'one/two *']);
    expect(await connection.listAllDomains({ flags: 0x1000 })).toHaveLength(1);
    machine.nextProcess();
    const again = await openOn(machine);
    expect(await tree(await again.lookupByName('web'))).toEqual(['one', 'one/two *']);
  });

  test('are in no image when one of them refuses', async () => {
    const second = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/images/db.img'/><target dev='hdb' bus='ide'/></disk>`;
    const machine = new Machine({}, [
      { program: 'qemu-img', args: ['snapshot', '-c', 'one', '/images/web.img'] },
      { program: 'qemu-img', args: ['snapshot', '-c', 'one', '/images/db.img'], status: 1, stderr: 'no space' },
      { program: 'qemu-img', args: ['snapshot', '-d', 'one', '/images/web.img'] },
    ]);
    const connection = await openOn(machine);
    const domain = await connection.defineXML(xml.replace('</disk>', `</disk>${second}`));
    await expect(domain.createSnapshot(snapshot('one'))).rejects.toMatchObject({ message: expect.stringContaining('no space') });
    expect(machine.missed).toEqual([]);
    expect(await domain.snapshots()).toEqual([]);
  });

  test('leave with their children, which go to the parent else', async () => {
    const { domain } = await machineWith(images);
    for (const name of ['one', 'two', 'three']) await domain.createSnapshot(snapshot(name));
    await (await domain.snapshot('two')).delete({ metadataOnly: true });
    expect(await tree(domain)).toEqual(['one', 'one/three *']);
    await (await domain.snapshot('one')).delete({ childrenOnly: true });
    expect(await tree(domain)).toEqual(['one *']);
    await expect(domain.snapshot('three')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN_SNAPSHOT', detail: words('three') });
  });

  test.each([
    [snapshot('a/b'), 'VIR_ERR_XML_DETAIL', "invalid snapshot name 'a/b': name can't contain '/'"],
    [snapshot('.a'), 'VIR_ERR_XML_DETAIL', "invalid snapshot name '.a': name can't start with '.'"],
    [snapshot('a', "<disks><disk name='hda' snapshot='no'/></disks>"), 'VIR_ERR_CONFIG_UNSUPPORTED', "disk 'hda' must use snapshot mode 'internal'"],
    [snapshot('a', "<memory snapshot='external' file='/m'/>"), 'VIR_ERR_CONFIG_UNSUPPORTED', 'external snapshots are not supported by this driver yet'],
  ])('%s is refused', async (document, code, detail) => {
    const { domain } = await machineWith();
    await expect(domain.createSnapshot(document)).rejects.toMatchObject({ code, detail: expect.stringContaining(detail) });
  });

  test('bring disks and definition back', async () => {
    const { connection, domain } = await machineWith(images);
    await domain.createSnapshot(snapshot('small'));
    await connection.defineXML(xml.replace(">64<", ">128<"));
    await (await domain.snapshot('small')).revert();
    expect(await domain.xml()).toContain("<memory unit='KiB'>65536</memory>");
    expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'from-snapshot' });
  });
});

describe('death before, during and after every operation', () => {
  async function rootWith(names: readonly string[]): Promise<Readonly<Record<string, FixtureEntry>>> {
    const { machine, connection, domain } = await machineWith(images);
    for (const name of names) await domain.createSnapshot(snapshot(name));
    await connection.close();
    const files: Record<string, FixtureEntry> = {};
    for (const [path, content] of Object.entries(machine.contents('/root')))
      files[path] = content === 'folder' ? { folder: true, mode: 0o700 } : content.startsWith('-> ') ? { link: content.slice(3) } : content;
    return files;
  }

  test.each<[string, (domain: Domain) => Promise<unknown>, string[]]>([
    ['create', (domain) => domain.createSnapshot(snapshot('three')), ['one', 'one/two', 'two/three *']],
    ['revert', async (domain) => (await domain.snapshot('one')).revert(), ['one *', 'one/two']],
    ['delete', async (domain) => (await domain.snapshot('one')).delete(), ['two *']],
  ])('%s', async (_name, action, after) => {
    const files = await rootWith(['one', 'two']);
    const before = ['one', 'one/two *'];
    const plain = (list: readonly string[]): string[] => list.map((one) => one.replace(' *', ''));
    await atEveryCrash<{ machine: Machine; told: boolean }>({
      world: async () => ({ machine: new Machine(files, [images]), told: false }),
      host: ({ machine }) => machine,
      kinds: ['process', 'power'],
      act: async (host, world) => {
        const connection = await open(host);
        await action(await connection.lookupByName('web'));
        world.told = true;
        await connection.close();
      },
      check: async ({ machine, told }) => {
        machine.nextProcess();
        const connection = await open(machine);
        const found = await tree(await connection.lookupByName('web'));
        await connection.close();
        if (told) expect(found).toEqual(after);
        // Which one is current may be open; that there is one too many may not.
        else {
          expect([plain(before), plain(after), ['one', 'two']]).toContainEqual(plain(found));
          expect(found.filter((one) => one.endsWith('*')).length).toBeLessThanOrEqual(1);
        }
      },
    });
  }, 60_000);
});
