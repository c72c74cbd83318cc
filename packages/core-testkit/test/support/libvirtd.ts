import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A libvirtd of one's own. */
export interface Libvirtd {
  readonly folder: string;
  /** The socket for everything; `${socket}-ro` for looking only. */
  readonly socket: string;
  stop(): Promise<void>;
}

/** Why there can be no libvirtd here; undefined when there can. */
export function noLibvirtd(): string | undefined {
  if (!existsSync('/usr/sbin/libvirtd')) return 'libvirtd is not installed (libvirt-daemon-system)';
  if (process.getuid?.() !== 0) return 'only root can start a libvirtd with folders of its own';
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'unshare(1) cannot make a mount namespace here';
  }
}

// Its state is kept in memory and seen by it alone, so that any number run beside each other and beside the system's own.
const script = `
mount --make-rprivate /
for d in /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt; do mkdir -p $d; mount -t tmpfs tmpfs $d; done
mkdir -p /var/lib/libvirt/qemu /var/lib/libvirt/images /var/lib/libvirt/boot
cp -a /etc/libvirt /run/libvirt/etc
rm -rf /run/libvirt/etc/qemu/*.xml /run/libvirt/etc/qemu/networks/autostart/* /run/libvirt/etc/storage
mount --bind /run/libvirt/etc /etc/libvirt
eval "$3"
exec libvirtd -f "$1/libvirtd.conf" -p "$1/libvirtd.pid" $2
`;

// A /dev without KVM: what is emulated is the same everywhere.
const withoutKvm = `
mkdir /run/libvirt/dev && mount -t tmpfs tmpfs /run/libvirt/dev
for node in /dev/*; do case $node in /dev/kvm|/dev/pts|/dev/shm|/dev/mqueue|/dev/hugepages) ;; *) cp -a $node /run/libvirt/dev/ ;; esac; done
for folder in pts shm; do mkdir /run/libvirt/dev/$folder && mount --rbind /dev/$folder /run/libvirt/dev/$folder; done
mount --move /run/libvirt/dev /dev 2>/dev/null || mount --rbind /run/libvirt/dev /dev
cat >> /run/libvirt/etc/qemu.conf <<END
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
security_driver = "none"
user = "root"
group = "root"
remember_owner = 0
END
ip link set lo up
`;

export interface LibvirtdOptions {
  /** Lines of libvirtd.conf. */
  readonly settings?: readonly string[];
  /** What its command line has beside, such as `--listen`. */
  readonly args?: string;
  /** It starts guests, with QEMU alone, in a network of its own. */
  readonly guests?: boolean;
  /** Shell commands that are run before it, where it alone sees what they mount. */
  readonly before?: string;
}

/** Starts a libvirtd. */
export async function startLibvirtd(options: LibvirtdOptions = {}): Promise<Libvirtd> {
  const { settings = [], args = '', guests = false } = options;
  const before = [options.before ?? ':', ...(guests ? [withoutKvm] : [])].join('\n');
  const folder = mkdtempSync(join(tmpdir(), 'virtweave-libvirtd-'));
  const conf = [
    `unix_sock_dir = "${folder}"`,
    'auth_unix_ro = "none"',
    'auth_unix_rw = "none"',
    'max_client_requests = 64',
    'host_uuid_source = "machine-id"',
    `log_outputs = "3:file:${folder}/log"`,
    ...settings,
  ];
  writeFileSync(join(folder, 'libvirtd.conf'), `${conf.join('\n')}\n`);
  const child = spawn('unshare', [guests ? '-mn' : '-m', 'sh', '-c', script, 'sh', folder, args, before], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.unref();
  (child.stderr as unknown as { unref(): void }).unref();
  const socket = join(folder, 'libvirt-sock');
  const stop = async (): Promise<void> => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', () => child.kill('SIGKILL'));
  for (let i = 0; i < 300; i += 1) {
    if (child.exitCode !== null) throw new Error(`libvirtd did not start: ${said}${readLog(folder)}`);
    if (existsSync(socket) && (await answers(socket))) return { folder, socket, stop };
    await delay(100);
  }
  await stop();
  throw new Error(`libvirtd is not ready: ${said}${readLog(folder)}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await end;
  clearTimeout(late);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function readLog(folder: string): string {
  const file = join(folder, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
