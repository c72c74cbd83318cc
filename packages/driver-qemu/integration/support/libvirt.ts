import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const installed = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Why libvirt cannot be asked here; undefined when it can. */
export const noLibvirt: string | undefined =
  process.getuid?.() !== 0
    ? 'a libvirtd of its own needs root'
    : (['libvirtd', 'virsh', 'unshare'].filter((name) => !installed(name)).map((name) => `${name} is not installed`)[0] ??
      (spawnSync('unshare', ['-m', '-n', 'true']).status === 0 ? undefined : 'no namespaces of its own'));

/** A libvirtd in namespaces of its own: nothing of it is seen outside, and nothing outside is changed. */
const script = `
set -e
mount --make-rprivate /
for folder in /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt; do
  mkdir -p $folder
  mount -t tmpfs tmpfs $folder
done
mkdir -p /var/lib/libvirt/qemu "$1/etc"
cp -a /etc/libvirt/. "$1/etc/"
rm -f "$1/etc/qemu/"*.xml
echo 'namespaces = []' >> "$1/etc/qemu.conf"
mount --bind "$1/etc" /etc/libvirt
ip link set lo up
pid="$1/pid"
libvirtd -d -p "$pid"
trap 'kill $(cat "$pid")' EXIT
shift
for try in $(seq 200); do [ -S /run/libvirt/libvirt-sock ] && break; sleep 0.05; done
virsh -c qemu:///system "$@"
`;

/** What virsh says, asked of a fresh libvirtd. */
export function askLibvirt(...args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'vw-lv-'));
  try {
    const { status, stdout, stderr } = spawnSync('unshare', ['-m', '-n', 'sh', '-c', script, 'sh', folder, ...args], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (status !== 0) throw new Error(`virsh ${args.join(' ')}: ${stderr}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
