// Defines, starts, destroys and undefines guests until it is killed, and says what it begins and what has succeeded.
import { writeSync } from 'node:fs';
import { connect, isVirtError } from '@virtweave/core-api';
import driver from '@virtweave/driver-qemu';

const [uri, seed, disks] = process.argv.slice(2);
const say = (...words) => writeSync(1, `${words.join(' ')}\n`);

/** mulberry32 */
let state = Number(seed) >>> 0;
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const pick = (list) => list[Math.floor(random() * list.length)];

const xml = (name, memory) => `<domain type='qemu'>
  <name>${name}</name><uuid>${name.charCodeAt(0).toString(16)}111111-1111-4111-8111-111111111111</uuid>
  <memory unit='MiB'>${memory}</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${disks}/${name}.img'/><target dev='hda' bus='ide'/></disk>
    <serial type='pty'/>
  </devices>
</domain>`;

const connection = await connect(uri, { drivers: [driver] });
say('ready');

/** One guest's life: each step is one that is possible now. */
async function live(name) {
  for (;;) {
    const domain = await connection.lookupByName(name).catch((error) => {
      if (isVirtError(error, 'VIR_ERR_NO_DOMAIN')) return undefined;
      throw error;
    });
    const memory = 16 + Math.floor(random() * 8);
    let step;
    if (domain === undefined) step = pick([['define', memory], ['define', memory], ['create', memory]]);
    else {
      const [active, persistent] = [await domain.isActive(), await domain.isPersistent()];
      const steps = [['define', memory]];
      if (active) steps.push(['destroy'], ['destroy'], ['suspend'], ['resume']);
      else steps.push(['start'], ['start'], ['start']);
      if (persistent) steps.push(['undefine'], ['autostart', 1], ['autostart', 0]);
      step = pick(steps);
    }
    say('begin', name, ...step);
    try {
      if (step[0] === 'define') await connection.defineXML(xml(name, step[1]));
      else if (step[0] === 'create') await connection.createXML(xml(name, step[1]));
      else if (step[0] === 'autostart') await domain.setAutostart(step[1] === 1);
      else await domain[step[0]]();
    } catch (error) {
      // Resuming a guest that runs, for instance. Nothing else is expected.
      if (!isVirtError(error, 'VIR_ERR_OPERATION_INVALID')) say('failed', name, error.stack.replaceAll('\n', ' '));
      say('end', name, 'nothing');
      continue;
    }
    say('end', name, ...step);
  }
}

for (const name of ['a', 'b', 'c']) void live(name);
