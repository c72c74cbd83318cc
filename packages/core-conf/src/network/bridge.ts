import { filled, worded } from '../common/worded.ts';
import { onOff } from '../table/codec.ts';
import { child } from '../table/child.ts';
import { attr, type Field } from '../table/field.ts';
import { table } from '../table/table.ts';
import { networkProblem } from './names.ts';

/** `<bridge>`. */
export interface Bridge {
  /** Name of the device on the host. */
  name?: string;
  /** Zone of firewalld. */
  zone?: string;
  /** Spanning tree. `on` where libvirt makes the bridge. */
  stp?: boolean;
  /** Seconds before a new port forwards. 0 where libvirt makes the bridge. */
  delay?: number;
  /** Who keeps the table of addresses: the kernel by learning, or libvirt. */
  macTableManager?: 'kernel' | 'libvirt';
}

export const bridge: Field<Bridge> = child(
  'bridge',
  table<Bridge>(() => ({
    name: filled('name'),
    zone: filled('zone'),
    stp: {
      ...attr('stp', onOff),
      read: (element) => element.attr('stp') !== 'off',
    },
    delay: worded<number>('delay', {
      read(text, element) {
        if (text === '') return undefined;
        if (/^\s*\+?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
        throw networkProblem(element, (name) => `Invalid delay value in network '${name}'`, { attribute: 'delay' });
      },
      schema: { type: 'integer', minimum: 0 },
    }),
    macTableManager: worded<'kernel' | 'libvirt'>('macTableManager', {
      read(text, element) {
        if (text === 'kernel' || text === 'libvirt') return text;
        if (text === '') return undefined;
        throw networkProblem(element, (name) => `Invalid macTableManager setting '${text}' in network '${name}'`, {
          attribute: 'macTableManager',
        });
      },
      schema: { enum: ['kernel', 'libvirt'] },
    }),
  })),
);
