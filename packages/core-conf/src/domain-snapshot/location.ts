import { oneOf, type Codec } from '../table/codec.ts';

/** Where a snapshot keeps something; `no`: nowhere, `manual`: whoever made the snapshot knows. */
export type SnapshotLocation = 'no' | 'internal' | 'external' | 'manual';

export const location: Codec<SnapshotLocation> = oneOf('no', 'internal', 'external', 'manual');
