import type { Domain } from '@virtweave/core-api';
import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

const needs = ['domainDefineXMLFlags', 'domainSnapshotCreateXML', 'domainListAllSnapshots'] as const;

function snapshotXml(name: string): string {
  return `<domainsnapshot><name>${name}</name><description>of the suite</description></domainsnapshot>`;
}

/** Makes snapshots one after the other, each below the one before. */
async function chain(domain: Domain, ...names: readonly string[]): Promise<void> {
  for (const name of names) await domain.createSnapshot(snapshotXml(name));
}

/** Snapshots: the tree, and going back. */
export const snapshots: SuiteGroup = {
  name: 'snapshots',
  tests: [
    {
      name: 'each is made after the current one and becomes current',
      needs: [...needs, 'domainSnapshotCurrent', 'domainSnapshotGetParent', 'domainHasCurrentSnapshot', 'domainSnapshotIsCurrent'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        kit.expect(await domain.hasCurrentSnapshot()).toBe(false);
        kit.expect(await codeOf(domain.currentSnapshot())).toBe('VIR_ERR_NO_DOMAIN_SNAPSHOT');
        await chain(domain, 'one', 'two');
        const current = await domain.currentSnapshot();
        kit.expect([current.name, (await current.parent()).name]).toEqual(['two', 'one']);
        kit.expect([await current.isCurrent(), await (await current.parent()).isCurrent()]).toEqual([true, false]);
        kit.expect(await codeOf((await domain.snapshot('one')).parent())).toBe('VIR_ERR_NO_DOMAIN_SNAPSHOT');
        kit.expect(kit.namesOf(await domain.snapshots())).toEqual(['one', 'two']);
      },
    },
    {
      name: 'a name that exists is refused, one that does not is not found, none is made up',
      needs: [...needs, 'domainSnapshotLookupByName'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await chain(domain, 'one');
        kit.expect(await codeOf(chain(domain, 'one'))).toBe('VIR_ERR_OPERATION_FAILED');
        kit.expect(await codeOf(domain.snapshot('two'))).toBe('VIR_ERR_NO_DOMAIN_SNAPSHOT');
        kit.expect((await domain.createSnapshot()).name.length > 0).toBe(true);
        kit.expect((await domain.snapshots()).length).toBe(2);
      },
    },
    {
      name: 'a document that is no snapshot makes none',
      needs,
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        kit.expect(await codeOf(domain.createSnapshot('<domainsnapshot'))).toBe('VIR_ERR_XML_DETAIL');
        kit.expect(await codeOf(domain.createSnapshot('<domain/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await domain.snapshots()).toEqual([]);
      },
    },
    {
      name: 'the document says name, description, state and parent, and holds the guest',
      needs: [...needs, 'domainSnapshotGetXMLDesc', 'domainCreateWithFlags'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await chain(domain, 'one');
        await domain.start();
        await chain(domain, 'two');
        const xml = await (await domain.snapshot('two')).xml();
        for (const part of [
          '<name>two</name>',
          '<description>of the suite</description>',
          '<state>running</state>',
          '<parent>\n    <name>one</name>\n  </parent>',
          `<uuid>${domain.uuid}</uuid>`,
        ])
          kit.expect(xml.includes(part) ? '' : part).toBe('');
        kit.expect((await (await domain.snapshot('one')).xml()).includes('<state>shutoff</state>')).toBe(true);
      },
    },
    {
      name: 'lists of roots, leaves, children and descendants',
      needs: [...needs, 'domainSnapshotListAllChildren', 'domainRevertToSnapshot'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await chain(domain, 'one', 'two');
        await (await domain.snapshot('one')).revert();
        await chain(domain, 'three');
        const one = await domain.snapshot('one');
        kit.expect(kit.namesOf(await domain.snapshots({ roots: true }))).toEqual(['one']);
        kit.expect(kit.namesOf(await domain.snapshots({ leaves: true }))).toEqual(['three', 'two']);
        kit.expect(kit.namesOf(await domain.snapshots({ noLeaves: true }))).toEqual(['one']);
        kit.expect((await domain.snapshots({ topological: true }))[0]?.name).toBe('one');
        kit.expect(kit.namesOf(await one.children())).toEqual(['three', 'two']);
        kit.expect(kit.namesOf(await (await domain.snapshot('two')).children())).toEqual([]);
        await (await domain.snapshot('two')).revert();
        await chain(domain, 'four');
        kit.expect(kit.namesOf(await one.children())).toEqual(['three', 'two']);
        kit.expect(kit.namesOf(await one.children({ descendants: true }))).toEqual(['four', 'three', 'two']);
      },
    },
    {
      name: 'a guest that was off is off again, one that ran runs again',
      needs: [...needs, 'domainRevertToSnapshot', 'domainCreateWithFlags', 'domainGetState', 'domainSnapshotCurrent'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await chain(domain, 'off');
        await domain.start();
        await chain(domain, 'on');
        await (await domain.snapshot('off')).revert();
        kit.expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'from-snapshot' });
        kit.expect((await domain.currentSnapshot()).name).toBe('off');
        await (await domain.snapshot('on')).revert();
        kit.expect(await domain.state()).toEqual({ state: 'running', reason: 'from-snapshot' });
        await (await domain.snapshot('on')).revert({ paused: true });
        kit.expect((await domain.state()).state).toBe('paused');
      },
    },
    {
      name: 'going back takes the definition back, too',
      needs: [...needs, 'domainRevertToSnapshot', 'domainSetMetadata', 'domainGetMetadata'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await domain.setTitle('before');
        await chain(domain, 'one');
        await domain.setTitle('after');
        await (await domain.snapshot('one')).revert();
        kit.expect(await domain.title()).toBe('before');
      },
    },
    {
      name: 'a deleted one leaves its children to its parent, unless they go with it',
      needs: [...needs, 'domainSnapshotDelete', 'domainSnapshotGetParent', 'domainHasCurrentSnapshot', 'domainSnapshotCurrent'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await chain(domain, 'one', 'two', 'three', 'four');
        await (await domain.snapshot('two')).delete();
        kit.expect((await (await domain.snapshot('three')).parent()).name).toBe('one');
        kit.expect((await domain.currentSnapshot()).name).toBe('four');
        await (await domain.snapshot('three')).delete({ childrenOnly: true });
        kit.expect(kit.namesOf(await domain.snapshots())).toEqual(['one', 'three']);
        kit.expect((await domain.currentSnapshot()).name).toBe('three');
        await (await domain.snapshot('one')).delete({ children: true });
        kit.expect(await domain.snapshots()).toEqual([]);
        kit.expect(await domain.hasCurrentSnapshot()).toBe(false);
      },
    },
    {
      name: 'a guest with snapshots is undefined only together with them',
      needs: [...needs, 'domainUndefineFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection);
        await chain(domain, 'one');
        kit.expect(await codeOf(domain.undefine())).toBe('VIR_ERR_OPERATION_INVALID');
        await domain.undefine({ snapshotsMetadata: true });
        kit.expect(await codeOf(connection.lookupByName(domain.name))).toBe('VIR_ERR_NO_DOMAIN');
      },
    },
    {
      name: 'a tree is rebuilt from its documents, parents first',
      needs: [...needs, 'domainSnapshotGetXMLDesc', 'domainSnapshotDelete', 'domainSnapshotGetParent', 'domainSnapshotCurrent'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await chain(domain, 'one', 'two');
        const [one, two] = [await domain.snapshot('one'), await domain.snapshot('two')];
        const [oneXml, twoXml] = [await one.xml({ secure: true }), await two.xml({ secure: true })];
        await one.delete({ children: true });
        kit.expect(await codeOf(domain.createSnapshot(twoXml, { redefine: true }))).toBe('VIR_ERR_INVALID_ARG');
        await domain.createSnapshot(oneXml, { redefine: true });
        await domain.createSnapshot(twoXml, { redefine: true, current: true });
        kit.expect((await two.parent()).name).toBe('one');
        kit.expect((await domain.currentSnapshot()).name).toBe('two');
        kit.expect(await two.xml({ secure: true })).toBe(twoXml);
      },
    },
    {
      name: 'a circle is refused',
      needs: [...needs, 'domainSnapshotGetXMLDesc', 'domainSnapshotGetParent'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await chain(domain, 'one', 'two');
        const xml = await (await domain.snapshot('one')).xml({ secure: true });
        for (const parent of ['one', 'two']) {
          const circle = xml.replace('</state>', `</state><parent><name>${parent}</name></parent>`);
          kit.expect(await codeOf(domain.createSnapshot(circle, { redefine: true }))).toBe('VIR_ERR_INVALID_ARG');
        }
        kit.expect((await (await domain.snapshot('two')).parent()).name).toBe('one');
      },
    },
  ],
};
