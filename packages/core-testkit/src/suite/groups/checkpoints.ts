import type { Connection, Domain } from '@virtweave/core-api';
import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';
import type { Kit } from '../kit.ts';

const document = (name: string): string => `<domaincheckpoint><name>${name}</name></domaincheckpoint>`;

/** A running guest with a qcow2 disk, which a checkpoint needs. */
async function guest(kit: Kit, connection: Connection): Promise<Domain | undefined> {
  const domain = await kit.running(connection);
  const { devices } = await domain.definition();
  return devices?.disks.some((disk) => disk.driver?.type === 'qcow2') === true ? domain : undefined;
}

/** Checkpoints. */
export const checkpoints: SuiteGroup = {
  name: 'checkpoints',
  tests: [
    {
      name: 'need a guest that runs, and a document',
      needs: ['domainDefineXMLFlags', 'domainCheckpointCreateXML', 'domainListAllCheckpoints', 'domainCreateWithFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection);
        kit.expect(await codeOf(domain.createCheckpoint(document('a')))).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
        await domain.start();
        kit.expect(await codeOf(domain.createCheckpoint('<domainsnapshot/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(domain.createCheckpoint('<domaincheckpoint'))).toBe('VIR_ERR_XML_DETAIL');
        kit.expect(await codeOf(domain.createCheckpoint(document('a'), { redefine: true, quiesce: true }))).toBe('VIR_ERR_INVALID_ARG');
        kit.expect(await domain.checkpoints()).toEqual([]);
        kit.expect(await codeOf(domain.checkpoint('a'))).toBe('VIR_ERR_NO_DOMAIN_CHECKPOINT');
      },
    },
    {
      name: 'follow each other, are listed, described and deleted',
      needs: ['domainCheckpointCreateXML', 'domainListAllCheckpoints', 'domainCheckpointGetParent', 'domainCheckpointDelete', 'domainCheckpointGetXMLDesc', 'domainCheckpointListAllChildren', 'domainCheckpointLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await guest(kit, connection);
        if (domain === undefined) return;
        const a = await domain.createCheckpoint(document('a'));
        const b = await domain.createCheckpoint({ name: 'b' });
        await domain.createCheckpoint(document('c'));
        kit.expect(await codeOf(domain.createCheckpoint(document('c')))).toBe('VIR_ERR_OPERATION_FAILED');
        kit.expect((await domain.checkpoints({ topological: true })).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
        kit.expect((await domain.checkpoints({ leaves: true })).map(({ name }) => name)).toEqual(['c']);
        kit.expect((await domain.checkpoints({ roots: true })).map(({ name }) => name)).toEqual(['a']);
        kit.expect((await b.parent()).name).toBe('a');
        kit.expect(await codeOf(a.parent())).toBe('VIR_ERR_NO_DOMAIN_CHECKPOINT');
        kit.expect((await a.children({ descendants: true })).map(({ name }) => name)).toEqual(['b', 'c']);
        const { name, parent } = await b.definition({ noDomain: true });
        kit.expect([name, parent]).toEqual(['b', 'a']);
        await b.delete();
        kit.expect((await (await domain.checkpoint('c')).parent()).name).toBe('a');
        await a.delete({ children: true });
        kit.expect(await domain.checkpoints()).toEqual([]);
        kit.expect(await codeOf(a.xml())).toBe('VIR_ERR_NO_DOMAIN_CHECKPOINT');
      },
    },
    {
      name: 'and snapshots exclude each other',
      needs: ['domainCheckpointCreateXML', 'domainSnapshotCreateXML', 'domainSnapshotDelete'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await guest(kit, connection);
        if (domain === undefined) return;
        const snapshot = await domain.createSnapshot();
        kit.expect(await codeOf(domain.createCheckpoint(document('a')))).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
        await snapshot.delete();
        await domain.createCheckpoint(document('a'));
        kit.expect(await codeOf(domain.createSnapshot())).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
      },
    },
  ],
};
