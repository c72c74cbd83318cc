import { storedImage, type StoredImage } from '@virtweave/core-conf/domain-status';
import { attr, attrRequired, child, flag, hex, list, property, str, table, yesNo, type Required, type Table } from '@virtweave/core-conf/table';

/** `<blockjobs>`: jobs of QEMU's block layer. */
export interface BlockjobsStatus {
  /** Whether there are any; an older version says no more. */
  active: boolean;
  jobs: BlockjobStatus[];
}

export interface BlockjobStatus {
  /** As QEMU knows it. */
  name: string;
  /** `pull`, `copy`, `commit`, `active-commit`, `create`, `backup`, ...; `broken`: what is known of it makes no sense. */
  type: string;
  state: string;
  /** What a broken one was. */
  brokenType?: string;
  /** Flags of the call that began it. */
  flags?: number;
  /** Copy: the new image has only what the old one had, not what was below. */
  shallowNew?: boolean;
  /** The disk that it works on. */
  disk?: { target: string; mirror?: boolean };
  /** Images of a disk that is gone. */
  chains?: { disk?: StoredImage; mirror?: StoredImage };
  /** Create: `storage` or `format`. */
  create?: string;
  /** Create: what is made. */
  source?: StoredImage;
  bitmap?: string;
  /** Backup: where the data goes. */
  store?: StoredImage;
  /** Names of nodes between which images are merged. */
  base?: string;
  top?: string;
  topParent?: string;
  deleteCommittedImages?: true;
}

const blockjob: Table<BlockjobStatus> = table<BlockjobStatus>(() => ({
  name: attrRequired('name', str),
  type: attrRequired('type', str),
  state: attrRequired('state', str),
  brokenType: attr('brokentype', str),
  flags: attr('jobflags', hex(1)),
  shallowNew: attr('shallownew', yesNo),
  disk: child(
    'disk',
    table<{ target: string; mirror?: boolean }>(() => ({ target: attrRequired('dst', str), mirror: attr('mirror', yesNo) })),
  ),
  chains: child(
    'chains',
    table<{ disk?: StoredImage; mirror?: StoredImage }>(() => ({ disk: child('disk', storedImage), mirror: child('mirror', storedImage) })),
  ),
  create: property('create', 'mode', str),
  source: child('src', storedImage),
  bitmap: property('bitmap', 'name', str),
  store: child('store', storedImage),
  base: property('base', 'node', str),
  top: property('top', 'node', str),
  topParent: property('topparent', 'node', str),
  deleteCommittedImages: flag('deleteCommittedImages'),
}));

const blockjobsTable: Table<BlockjobsStatus> = table<BlockjobsStatus>(() => ({
  active: attrRequired('active', yesNo),
  jobs: list('blockjob', blockjob),
}));

const found = child('blockjobs', blockjobsTable);

/** Absent: none. */
export const blockjobs: Required<BlockjobsStatus> = {
  ...found,
  required: true,
  read: (element, context) => found.read(element, context) ?? { active: false, jobs: [] },
};
