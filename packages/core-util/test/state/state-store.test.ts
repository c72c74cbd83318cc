import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errnoError, LocalHost, StateStore, temporaryName, VirtError, type WriteOptions } from '../../src/index.ts';

let folder: string;
const host = new LocalHost();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-store-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const plain = (text: string): string => text;
const withAutostart = { links: ['autostart'] };

describe('objects', () => {
  test('put, get, list, delete', async () => {
    const { store } = await StateStore.open(host, `${folder}/qemu`, plain);
    expect(await store.list()).toEqual([]);
    await store.put('web', '<domain/>');
    await store.put('..', '<up/>');
    await store.put('web', '<domain>2</domain>');
    expect(await store.list()).toEqual(['..', 'web']);
    expect([await store.get('web'), await store.get('..'), await store.get('absent')]).toEqual(['<domain>2</domain>', '<up/>', undefined]);
    expect(readdirSync(`${folder}/qemu`)).toEqual(['%2E..xml', 'web.xml']);
    expect([await store.delete('web'), await store.delete('web')]).toEqual([true, false]);
    expect(await store.list()).toEqual(['..']);
  });

  test('changes of one happen in the order of the calls', async () => {
    const store = new StateStore(host, folder);
    const changes = [store.put('web', '1'), store.put('web', '2'), store.delete('web'), store.put('web', '3'), store.get('web')];
    expect(await Promise.all(changes)).toEqual([undefined, undefined, true, undefined, '3']);
  });

  test('those of different ones go side by side', async () => {
    const counting = new (class extends LocalHost {
      now = 0;
      most = 0;
      override async writeFile(...args: [string, string | Uint8Array, WriteOptions?]): Promise<void> {
        this.now += 1;
        this.most = Math.max(this.most, this.now);
        await super.writeFile(...args);
        this.now -= 1;
      }
    })();
    const store = new StateStore(counting, folder);
    await Promise.all(Array.from({ length: 20 }, (_, n) => store.put(`guest-${n}`, String(n))));
    expect(counting.most).toBe(20);
    expect(await store.list()).toHaveLength(20);
    await store.settled();
  });

  test('abort: one that waits does not begin', async () => {
    const store = new StateStore(host, folder);
    const abort = new AbortController();
    const first = store.put('web', 'first');
    const second = store.put('web', 'second', { signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toBe(abort.signal.reason);
    await first;
    expect(await store.get('web')).toBe('first');
  });

  test.each(['ENOSPC', 'EROFS'] as const)('%s: the error of the host, the old state, and the next change goes on', async (code) => {
    const failing = new (class extends LocalHost {
      fail = false;
      override async writeFile(...args: [string, string | Uint8Array, WriteOptions?]): Promise<void> {
        if (this.fail) throw errnoError(`cannot write '${args[0]}'`, code);
        return super.writeFile(...args);
      }
    })();
    const store = new StateStore(failing, folder);
    await store.put('web', 'old');
    failing.fail = true;
    await expect(store.put('web', 'new')).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', message: expect.stringContaining(`${folder}/web.xml`) });
    expect(await store.get('web')).toBe('old');
    failing.fail = false;
    await store.put('web', 'newer');
    expect(await store.get('web')).toBe('newer');
    expect(readdirSync(folder)).toEqual(['web.xml']);
  });

  test('a name that cannot be is refused before anything happens', async () => {
    const store = new StateStore(host, folder);
    await expect(store.put('x'.repeat(300), 'text')).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('links', () => {
  test('go with their object', async () => {
    const { store } = await StateStore.open(host, folder, plain, withAutostart);
    await store.put('web', 'x');
    await store.put('db', 'x');
    await store.link('autostart', 'web');
    await store.link('autostart', 'web');
    await store.link('autostart', 'db');
    expect(readlinkSync(`${folder}/autostart/web.xml`)).toBe('../web.xml');
    expect(readFileSync(`${folder}/autostart/web.xml`, 'utf8')).toBe('x');
    expect(await store.linked('autostart')).toEqual(['db', 'web']);
    expect([await store.unlink('autostart', 'db'), await store.unlink('autostart', 'db')]).toEqual([true, false]);
    await store.delete('web');
    expect(await store.linked('autostart')).toEqual([]);
    expect(await store.list()).toEqual(['db']);
  });

  test('need an object, and a folder that is known', async () => {
    const { store } = await StateStore.open(host, folder, plain, withAutostart);
    await expect(store.link('autostart', 'absent')).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: 2 });
    await expect(store.link('../..', 'absent')).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    expect(await store.linked('autostart')).toEqual([]);
  });
});

describe('open', () => {
  test('reads everything, and removes what a death left behind', async () => {
    mkdirSync(`${folder}/autostart`);
    for (const name of ['a', 'b']) writeFileSync(`${folder}/${name}.xml`, `<${name}/>`);
    for (const name of ['a', 'gone']) symlinkSync(`../${name}.xml`, `${folder}/autostart/${name}.xml`);
    writeFileSync(temporaryName(`${folder}/b.xml`), '<half');
    writeFileSync(`${folder}/.gitignore`, '');
    writeFileSync(`${folder}/notes.txt`, '');
    const { store, entries, links, damaged } = await StateStore.open(host, folder, (text, name) => `${name}: ${text}`, withAutostart);
    expect([...entries]).toEqual([['a', 'a: <a/>'], ['b', 'b: <b/>']]);
    expect(links.get('autostart')).toEqual(new Set(['a']));
    expect(damaged).toEqual([]);
    expect(readdirSync(folder)).toEqual(['.gitignore', 'a.xml', 'autostart', 'b.xml', 'notes.txt']);
    expect(readdirSync(`${folder}/autostart`)).toEqual(['a.xml']);
    expect(await store.list()).toEqual(['a', 'b']);
  });

  test('sets damaged files aside, reports them, and keeps their links', async () => {
    const parse = (text: string): string => {
      if (text.startsWith('<')) return text;
      throw new VirtError('VIR_ERR_XML_ERROR', 'not XML');
    };
    const open = () => StateStore.open(host, folder, parse, withAutostart);
    mkdirSync(`${folder}/autostart`);
    symlinkSync('../bad.xml', `${folder}/autostart/bad.xml`);
    writeFileSync(`${folder}/good.xml`, '<x/>');
    for (const round of [1, 2]) {
      writeFileSync(`${folder}/bad.xml`, `bad ${round}`);
      const { entries, links, damaged } = await open();
      expect([...entries.keys()]).toEqual(['good']);
      expect(links.get('autostart')).toEqual(new Set());
      expect(damaged).toEqual([
        {
          path: `${folder}/bad.xml`,
          movedTo: `${folder}/bad.xml.damaged${round === 1 ? '' : '.2'}`,
          error: expect.objectContaining({ code: 'VIR_ERR_XML_ERROR' }),
        },
      ]);
      expect(readdirSync(`${folder}/autostart`)).toEqual(['bad.xml']);
    }
    expect(readFileSync(`${folder}/bad.xml.damaged`, 'utf8')).toBe('bad 1');
  });

  test('what cannot be read, or be moved, stays where it is', async () => {
    const broken = new (class extends LocalHost {
      override async rename(from: string): Promise<void> {
        throw errnoError(`cannot rename '${from}'`, 'EROFS');
      }
    })();
    writeFileSync(`${folder}/bad.xml`, 'x');
    mkdirSync(`${folder}/dir.xml`);
    const parse = (): never => {
      throw new VirtError('VIR_ERR_XML_ERROR', 'bad');
    };
    const { entries, damaged } = await StateStore.open(broken, folder, parse);
    expect(entries.size).toBe(0);
    expect(damaged).toMatchObject([
      { path: `${folder}/bad.xml`, moveError: { int1: 30 } },
      { path: `${folder}/dir.xml`, error: { code: 'VIR_ERR_SYSTEM_ERROR' } },
    ]);
    expect(readdirSync(folder)).toEqual(['bad.xml', 'dir.xml']);
  });

  test('a folder of a thousand', async () => {
    for (let n = 0; n < 1000; n += 1) writeFileSync(`${folder}/guest-${n}.xml`, String(n));
    const { entries } = await StateStore.open(host, folder, Number);
    expect([...entries.values()].reduce((sum, n) => sum + n, 0)).toBe(499500);
  });
});
