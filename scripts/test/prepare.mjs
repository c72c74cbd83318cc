import { ensureBuild, ensureDependencies, ensureGuest, ensureSystemPackages } from '../setup.mjs';
import { say } from '../setup/run.mjs';

/** What the integration tests use of the system. */
const systemPackages = [
  'qemu-system-x86', 'qemu-utils', 'openssh-server', 'openssh-client', 'iproute2', 'libvirt-daemon-system', 'libvirt-clients', 'dnsmasq-base', 'iptables', 'netcat-openbsd', 'sasl2-bin', 'libsasl2-modules',
  // Clients of libvirt that our daemon serves.
  'python3-libvirt', 'libsys-virt-perl', 'ruby-libvirt', 'golang-go', 'golang-github-digitalocean-go-libvirt-dev', 'virtinst',
  // What the storage driver runs.
  'scrub', 'parted', 'xfsprogs', 'tgt', 'libiscsi-bin',
];
const needSystem = ['integration', 'endurance', 'pack'];

/** All set-up that the stages need. What cannot be had is said, and the tests that miss it skip themselves by name. */
export async function prepare(stages) {
  await ensureDependencies();
  if (stages.some((name) => name !== 'lint' && name !== 'typecheck')) await ensureBuild();
  if (!stages.some((name) => needSystem.includes(name))) return;
  const { ok, why } = await ensureSystemPackages(systemPackages);
  if (!ok) return say(why);
  await ensureGuest().catch((error) => say(`No Linux guest: ${error.message}`));
  await ensureGuest('agent').catch((error) => say(`No Linux guest with an agent: ${error.message}`));
}
