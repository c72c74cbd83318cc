import { oneOf, str, uint } from '../table/codec.ts';
import { attr, attrRequired } from '../table/field.ts';
import { child, some } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

/** `<numatune>`: on which of the host's NUMA nodes the memory lies. */
export interface Numatune {
  memory?: { mode?: NumaMode; placement?: 'static' | 'auto'; nodeset?: string };
  memnodes?: Memnode[];
}

export type NumaMode = 'strict' | 'preferred' | 'interleave' | 'restrictive';

export interface Memnode {
  cellid: number;
  mode: NumaMode;
  nodeset: string;
}

const mode = oneOf('strict', 'preferred', 'interleave', 'restrictive');

export const numatune: Table<Numatune> = table<Numatune>(() => ({
  memory: child(
    'memory',
    table<NonNullable<Numatune['memory']>>(() => ({
      mode: attr('mode', mode),
      nodeset: attr('nodeset', str),
      placement: attr('placement', oneOf('static', 'auto'), { omit: 'static' }),
    })),
  ),
  memnodes: some(
    'memnode',
    table<Memnode>(() => ({
      cellid: attrRequired('cellid', uint),
      mode: attrRequired('mode', mode),
      nodeset: attrRequired('nodeset', str),
    })),
  ),
}));
