import type { Call } from '@virtweave/core-api';
import type { HostSysinfo } from '@virtweave/core-conf';
import { VirtError, getLogger, isVirtError, type Logger } from '@virtweave/core-util';
import { factText } from '@virtweave/core-util/host-facts';
import { hostArch } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Members } from './members.ts';

const log: Logger = getLogger('qemu.qemu_driver');

/** What the machine's firmware says of it. */
export function sysinfoMembers(engine: QemuEngine): Members<'connectGetSysinfo'> {
  return {
    async connectGetSysinfo(_flags, call) {
      const found = await readSysinfo(engine, call);
      if (found === undefined) throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', 'Host SMBIOS information is not available');
      const { formatSysinfo } = await import('@virtweave/core-conf/capabilities');
      return formatSysinfo(found);
    },
  };
}

/** PCs have dmidecode; of other machines the kernel says what there is. Undefined when nothing is known. */
async function readSysinfo(engine: QemuEngine, call: Call): Promise<HostSysinfo | undefined> {
  const { host } = engine;
  const documents = await import('@virtweave/core-conf/capabilities');
  const arch = await hostArch(engine);
  const cpuinfo = (await factText(host, '/proc/cpuinfo')) ?? '';
  if (arch.startsWith('ppc')) return documents.parsePpcCpuinfo(cpuinfo);
  if (arch.startsWith('s390')) return documents.parseS390Sysinfo((await factText(host, '/proc/sysinfo')) ?? '', cpuinfo);
  const text = await dmidecode(engine, ['-q', '-t', '0,1,2,3,4,11,17'], call);
  if (text === undefined) return /^(arm|aarch64)/.test(arch) ? documents.parseArmCpuinfo(cpuinfo) : undefined;
  const strings = new Map<number, string>();
  for (const number of documents.changedOemStrings(text)) {
    const whole = await dmidecode(engine, ['--dump', '--oem-string', String(number)], call);
    if (whole !== undefined) strings.set(number, whole);
  }
  return documents.parseDmidecode(text, strings);
}

/** Undefined when the program is absent, or may not read the tables. */
async function dmidecode({ host }: QemuEngine, args: readonly string[], call: Call): Promise<string | undefined> {
  try {
    return (await host.run('dmidecode', args, { signal: call.signal })).stdout;
  } catch (error) {
    if (!isVirtError(error)) throw error;
    log.info(error.message);
    return undefined;
  }
}
