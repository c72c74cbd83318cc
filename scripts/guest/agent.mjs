import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { dependenciesOf } from './debian-packages.mjs';
import { elfNeeds } from './elf.mjs';

/**
 * What a guest with QEMU's guest agent has more than the plain one: the agent and its libraries, a file system that can be
 * frozen, and what the agent calls (chpasswd, shutdown, hwclock).
 */
export const agentVariant = {
  ownFiles: ['agent.mjs', 'agent-init.sh', 'agent-chpasswd.sh', 'elf.mjs'],
  modules: ['ext4', 'rtc_cmos'],
  /** `name=version` of the agent and of the packages that have its libraries. */
  packages: () => dependenciesOf('qemu-guest-agent', (name) => /^(lib|zlib)/.test(name)),
  entries(tree) {
    const own = (name) => readFileSync(new URL(name, import.meta.url));
    const program = (path, data) => ({ path, mode: 0o100755, data });
    const link = (path, data) => ({ path, mode: 0o120777, data });
    const file = (path, data) => ({ path, mode: 0o100644, data });
    const agent = readFileSync(join(tree, 'usr/sbin/qemu-ga'));
    const folders = ['etc/init.d', 'lib', 'sbin', 'var', 'var/run', 'var/log', 'home', 'home/ada', 'mnt', 'mnt/data'];
    return [
      ...folders.map((path) => ({ path, mode: 0o040755 })),
      program('bin/qemu-ga', agent),
      ...libraries(tree, agent).map(({ name, data }) => program(`lib/${name}`, data)),
      program('etc/init.d/agent', own('agent-init.sh')),
      program('bin/chpasswd', own('agent-chpasswd.sh')),
      program('sbin/shutdown', '#!/bin/sh\nsync\n[ "$1" = -r ] && exec reboot -f\nexec poweroff -f\n'),
      link('lib64', 'lib'),
      link('sbin/hwclock', '../bin/busybox'),
      link('bin/mkpasswd', 'busybox'),
      file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nada:x:1000:1000:Ada:/home/ada:/bin/sh\n'),
      file('etc/group', 'root:x:0:\nada:x:1000:\n'),
      file('etc/shadow', 'root:!:20000:0:99999:7:::\nada:!:20000:0:99999:7:::\n'),
      file('etc/os-release', 'NAME="Tiny Linux"\nID=tiny\nPRETTY_NAME="Tiny Linux 1"\nVERSION="1"\nVERSION_ID="1"\nVARIANT="Agent"\nVARIANT_ID=agent\n'),
      file('var/run/utmp', loggedIn('ada', 'tty1', 1_700_000_000)),
    ];
  },
};

/** Libraries that a program needs, those of its libraries too, and its loader, out of unpacked packages. */
function libraries(tree, program) {
  const files = new Map();
  for (const folder of ['lib', 'lib64', 'usr/lib']) {
    try {
      for (const entry of readdirSync(join(tree, folder), { recursive: true })) {
        if (/\.so(\.|$)/.test(entry)) files.set(basename(entry), join(tree, folder, entry));
      }
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  const found = new Map();
  const add = (file) => {
    const { needed, interpreter } = elfNeeds(file);
    for (const name of [...needed, ...(interpreter === undefined ? [] : [basename(interpreter)])]) {
      if (found.has(name)) continue;
      const path = files.get(name);
      if (path === undefined) throw new Error(`the packages of the guest agent lack ${name}`);
      const data = readFileSync(path);
      found.set(name, data);
      add(data);
    }
  };
  add(program);
  return [...found].map(([name, data]) => ({ name, data }));
}

/** A record of utmp (utmp(5)): somebody is logged in since `seconds`. */
function loggedIn(user, line, seconds) {
  const record = Buffer.alloc(384);
  record.writeInt16LE(7, 0); // USER_PROCESS
  record.writeInt32LE(1, 4); // the process
  record.write(line, 8);
  record.write(user, 44);
  record.writeInt32LE(seconds, 340);
  return record;
}
