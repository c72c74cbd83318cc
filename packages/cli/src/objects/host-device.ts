import type { InterfaceRef, NodeDeviceRef } from '@virtweave/core-api';
import { CommandError, attempt } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';
import { firstFound, nameIn } from './find.ts';

const isMac = (written: string): boolean => /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(written);

/** The host's interface that an option names. @throws CommandError if there is none */
export async function findInterface(
  shell: Shell,
  args: AnyArgs,
  by: readonly ('mac' | 'name')[] = ['mac', 'name'],
  option = 'interface',
): Promise<InterfaceRef> {
  const written = nameIn(shell, args, option);
  const { interface: driver } = await shell.families();
  const mac = isMac(written);
  return await firstFound(`failed to get interface '${written}'`, [
    ...(by.includes('name') && !mac ? [() => driver.interfaceLookupByName(written)] : []),
    ...(by.includes('mac') && mac ? [() => driver.interfaceLookupByMACString(written)] : []),
  ]);
}

/** The device of the host that the option `device` names: by its name, or as `WWNN,WWPN`. @throws CommandError if there is none */
export async function findNodeDevice(shell: Shell, args: AnyArgs): Promise<NodeDeviceRef> {
  const written = nameIn(shell, args, 'device');
  const { nodeDevice } = await shell.families();
  if (written.includes(',')) {
    const [wwnn = '', wwpn = '', more] = written.split(',');
    if (more !== undefined) throw new CommandError(`Malformed device value '${written}'`);
    for (const wwn of [wwnn, wwpn]) {
      if (!/^[0-9a-f]{16}$/i.test(wwn)) throw new CommandError(`internal error: Malformed wwn: ${wwn}`);
    }
    return await attempt(nodeDevice.nodeDeviceLookupSCSIHostByWWN(wwnn, wwpn, 0), `Could not find matching device '${written}'`);
  }
  return await attempt(nodeDevice.nodeDeviceLookupByName(written), `Could not find matching device '${written}'`);
}
