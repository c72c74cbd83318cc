import { expect, test } from '@jest/globals';
import { defineDriver, VirtError, type Driver, type FamilyDrivers, type SecretEvent, type SecretRef } from '@virtweave/core-api';
import { EventHub } from '@virtweave/core-api/driver-kit';
import { parseSecret, formatSecret, type Secret } from '@virtweave/core-conf';
import { driverSuite } from '../src/index.ts';

type Members = Partial<FamilyDrivers['secret']>;

/** A driver that keeps secrets and nothing else; `change` spoils it. */
function secretDriver(change: (members: Members) => Members = (members) => members): Driver {
  return defineDriver({
    contract: 1,
    name: 'secrets',
    schemes: ['secrets'],
    provides: ['secret'],
    async open() {
      return {
        families: { secret: change(secretMembers()) },
        supportedFlags: { connectListAllSecrets: 15, secretDefineXML: 1 },
        async close() {},
      };
    },
  });
}

function secretMembers(): Members {
  const kept = new Map<string, { definition: Secret; value?: Uint8Array }>();
  const hub = new EventHub<SecretEvent>(({ secret }) => secret.uuid);
  const refOf = ({ uuid, usage }: Secret): SecretRef => ({
    uuid: uuid ?? '',
    usageType: usage?.type === 'volume' ? 1 : 0,
    usageId: usage?.type === 'volume' ? usage.volume : '',
  });
  const find = ({ uuid }: { readonly uuid: string }): { definition: Secret; value?: Uint8Array } => {
    const found = kept.get(uuid);
    if (found === undefined) throw new VirtError('VIR_ERR_NO_SECRET', `no secret with matching uuid '${uuid}'`);
    return found;
  };
  return {
    connectListAllSecrets: async (flags) =>
      [...kept.values()].filter(({ definition }) => flags === 0 || (flags & (definition.private === true ? 4 : 8)) !== 0).map((one) => refOf(one.definition)),
    connectSecretEventRegisterAny: async (secret, id, callback) =>
      hub.register(id === 0 ? 'lifecycle' : 'value-changed', secret?.uuid, callback),
    connectSecretEventDeregisterAny: async (id) => hub.deregister(id),
    async secretDefineXML(xml) {
      const definition = parseSecret(xml);
      const ref = refOf(definition);
      for (const one of kept.values())
        if (refOf(one.definition).usageId === ref.usageId && one.definition.uuid !== ref.uuid)
          throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'a secret with UUID ... already defined for use');
      kept.set(ref.uuid, { definition });
      hub.emit({ kind: 'lifecycle', secret: ref, event: 0, detail: 0 });
      return ref;
    },
    async secretSetValue(ref, value) {
      find(ref).value = value;
      hub.emit({ kind: 'value-changed', secret: refOf(find(ref).definition) });
    },
    async secretGetValue(ref) {
      const { definition, value } = find(ref);
      if (definition.private === true) throw new VirtError('VIR_ERR_INVALID_SECRET', 'secret is private');
      if (value === undefined) throw new VirtError('VIR_ERR_NO_SECRET', 'secret does not have a value');
      return value;
    },
    secretGetXMLDesc: async (ref) => formatSecret(find(ref).definition),
    secretLookupByUUID: async (uuid) => refOf(find({ uuid }).definition),
    async secretLookupByUsage(_type, id) {
      for (const { definition } of kept.values()) if (refOf(definition).usageId === id) return refOf(definition);
      throw new VirtError('VIR_ERR_NO_SECRET', `no secret with matching usage '${id}'`);
    },
    async secretUndefine(ref) {
      find(ref);
      kept.delete(ref.uuid);
      hub.emit({ kind: 'lifecycle', secret: ref, event: 1, detail: 0 });
    },
  };
}

async function failures(driver: Driver): Promise<{ failed: readonly string[]; names: readonly string[] }> {
  const tests: { name: string; run: () => Promise<void> }[] = [];
  await driverSuite({
    driver,
    sample: () => '<domain/>',
    patience: 300,
    place: () => ({ uri: 'secrets:///' }),
    test: (name, run) => tests.push({ name, run }),
  });
  const failed: string[] = [];
  for (const { name, run } of tests) await run().catch(() => failed.push(name));
  return { failed, names: tests.map(({ name }) => name).filter((name) => name.startsWith('secrets:')) };
}

test('a driver of one family alone is asked about that, and a good one passes', async () => {
  const { failed, names } = await failures(secretDriver());
  expect(names).toHaveLength(4);
  expect(failed.filter((name) => name.startsWith('secrets:'))).toEqual([]);
});

test.each<[string, (members: Members) => Members, string]>([
  ['tells what is private', (members) => ({ ...members, secretGetValue: async () => Buffer.from('open sesame') }), 'the value of a private'],
  ['forgets to tell', (members) => ({ ...members, connectSecretEventRegisterAny: async () => 1 }), 'events tell of'],
  ['does not filter', (members) => ({ ...members, connectListAllSecrets: async () => [] }), 'lists are filtered'],
])('one that %s does not', async (_, change, name) => {
  expect((await failures(secretDriver(change))).failed.join()).toContain(name);
});
