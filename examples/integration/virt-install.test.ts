import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sectorGuestDisk } from '@virtweave/core-testkit';

const installed = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Why virt-install cannot be asked here; undefined when it can. */
const because: string | undefined =
  process.getuid?.() !== 0
    ? 'qemu:///system of its own needs root'
    : (['virt-install', 'virsh', 'qemu-system-x86_64', 'qemu-img', 'unshare'].filter((name) => !installed(name)).map((name) => `${name} is not installed`)[0] ??
      (spawnSync('unshare', ['-m', '-n', '-p', '--fork', 'true']).status === 0 ? undefined : 'no namespaces of its own'));

/**
 * virtweaved with the drivers of QEMU and storage, in namespaces of its own: nothing of it is seen outside, nothing outside
 * is changed, and everything ends with it. The script talks to `$URI`; `restart` is a new daemon in the old one's place.
 */
const machine = `
set -e
mount --make-rprivate /
mkdir "$1/etc" && cp -a /etc/. "$1/etc/" && mount --bind "$1/etc" /etc
for folder in /run /var/lib /var/log /var/cache; do mount -t tmpfs tmpfs $folder; done
ip link set lo up
export URI='qemu+unix:///system?socket=/run/sock' HOME=/run LC_ALL=C DISK="$1/disk.img" IMAGES="$1/images"
start() {
  node "$DAEMON" --listen unix:/run/sock 2>/run/daemon.log & pid=$!
  for try in $(seq 400); do [ -S /run/sock ] && return; sleep 0.05; done
  cat /run/daemon.log >&2; exit 1
}
restart() { kill $pid; wait $pid || true; rm -f /run/sock; start; }
virsh() { command virsh -q -c "$URI" "$@"; }
install() { virt-install -q --connect "$URI" --virt-type qemu --import --memory 16 --network user --graphics none --osinfo detect=off,require=off --noautoconsole "$@"; }
start
`;

const daemon = join(import.meta.dirname, '../../packages/daemon/dist/main.cjs');

/** What a script says, line by line. */
async function say(script: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vw-vi-'));
  try {
    await writeFile(join(folder, 'disk.img'), sectorGuestDisk());
    const args = ['-m', '-n', '-p', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', `${machine}\n${script}`, 'sh', folder];
    const { stdout } = await promisify(execFile)('unshare', args, { env: { ...process.env, DAEMON: daemon }, timeout: 110_000 });
    return stdout.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const section = (lines: readonly string[], name: string): readonly string[] => {
  const from = lines.indexOf(`== ${name}`);
  const rest = lines.slice(from + 1);
  const to = rest.findIndex((line) => line.startsWith('== '));
  return from < 0 ? [] : rest.slice(0, to < 0 ? undefined : to);
};

if (because === undefined) {
  describe('virt-install with our daemon, a real QEMU and our storage driver', () => {
    let lines: readonly string[] = [];
    beforeAll(async () => {
      lines = await say(`
        install --name web --disk "path=$DISK"
        echo '== imported'; virsh list --all; virsh domblklist web
        echo '== its pool'; virsh pool-list --all; virsh vol-list "$(basename "$(dirname "$DISK")")" | sed "s,$(dirname "$DISK"),FOLDER,"
        virsh pool-define-as images dir --target "$IMAGES" >/dev/null
        virsh pool-build images >/dev/null; virsh pool-start images >/dev/null
        install --name new --disk pool=images,size=0.01,format=qcow2
        echo '== a new volume'; virsh list --name; virsh vol-list images --details | sed "s,$IMAGES,IMAGES,"
        install --name copy --disk "path=$IMAGES/copy.img,size=0.001,sparse=yes"
        echo '== a path in a pool'; virsh vol-list images | sed "s,$IMAGES,IMAGES,"
        restart
        echo '== after a new daemon'; virsh list --name | sort; virsh pool-list --name | sort | grep images; virsh vol-list images --details | wc -l
      `);
    });
    afterAll(() => {
      lines = [];
    });

    test('imports a disk that is there: the guest runs', () => {
      expect(section(lines, 'imported')).toEqual([expect.stringMatching(/^1\s+web\s+running$/), expect.stringMatching(/^hda\s+\/.*\/disk\.img$/)]);
    });

    test('finds the disk as a volume of a pool, which it makes for the folder', () => {
      const [pool, ...volumes] = section(lines, 'its pool');
      expect(pool).toMatch(/^vw-vi-\S+\s+active\s+yes$/);
      expect(volumes).toContainEqual(expect.stringMatching(/^disk\.img\s+FOLDER\/disk\.img$/));
    });

    test('makes a volume in a pool that it is told', () => {
      expect(section(lines, 'a new volume')).toEqual([
        'web',
        'new',
        expect.stringMatching(/^new\.qcow2\s+IMAGES\/new\.qcow2\s+file\s+10\.\d+ MiB\s/),
      ]);
    });

    test('makes a volume of the pool that a path is in', () => {
      expect(section(lines, 'a path in a pool')).toContainEqual(expect.stringMatching(/^copy\.img\s+IMAGES\/copy\.img$/));
    });

    test('guests and pools are there when the daemon comes anew', () => {
      expect(section(lines, 'after a new daemon')).toEqual(['copy', 'new', 'web', 'images', '2']);
    });
  });
} else test.skip(`virt-install (${because})`, () => {});
