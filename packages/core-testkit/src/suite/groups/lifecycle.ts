import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** What a driver may call a step that does not fit the state; libvirt's drivers do not agree. */
const notNow = ['VIR_ERR_OPERATION_INVALID', 'VIR_ERR_INTERNAL_ERROR'];

/** Starting, stopping, pausing: states and their reasons. */
export const lifecycle: SuiteGroup = {
  name: 'lifecycle',
  tests: [
    {
      name: 'a start makes a guest run under a new id, a destroy stops it at once',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainDestroyFlags', 'domainGetState', 'domainIsActive'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await domain.start();
        const first = domain.id;
        kit.expect(first > 0).toBe(true);
        kit.expect(await domain.state()).toEqual({ state: 'running', reason: 'booted' });
        kit.expect(await domain.isActive()).toBe(true);
        await domain.destroy();
        kit.expect(domain.id).toBe(-1);
        kit.expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'destroyed' });
        await domain.start();
        kit.expect(domain.id > first).toBe(true);
      },
    },
    {
      name: 'a running guest is not started again',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainGetState'],
      async run(kit) {
        const domain = await kit.running(await kit.connect());
        kit.expect(notNow.includes(await codeOf(domain.start()))).toBe(true);
        kit.expect((await domain.state()).state).toBe('running');
      },
    },
    {
      name: 'a stopped guest is not stopped, paused, resumed, rebooted or reset',
      needs: ['domainDefineXMLFlags', 'domainDestroyFlags', 'domainSuspend', 'domainResume', 'domainShutdownFlags', 'domainReboot', 'domainReset'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        for (const call of [
          () => domain.destroy(),
          () => domain.suspend(),
          () => domain.resume(),
          () => domain.shutdown(),
          () => domain.reboot(),
          () => domain.reset(),
        ])
          kit.expect(notNow.includes(await codeOf(call()))).toBe(true);
        kit.expect((await domain.state()).state).toBe('shutoff');
      },
    },
    {
      name: 'suspend and resume',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainSuspend', 'domainResume', 'domainGetState'],
      async run(kit) {
        const domain = await kit.running(await kit.connect());
        await domain.suspend();
        kit.expect(await domain.state()).toEqual({ state: 'paused', reason: 'user' });
        await domain.resume();
        kit.expect(await domain.state()).toEqual({ state: 'running', reason: 'unpaused' });
      },
    },
    {
      name: 'a guest that starts paused runs when it is resumed',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainResume', 'domainGetState'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await domain.start({ paused: true });
        kit.expect((await domain.state()).state).toBe('paused');
        await domain.resume();
        kit.expect((await domain.state()).state).toBe('running');
      },
    },
    {
      name: 'a paused guest can be destroyed',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainSuspend', 'domainDestroyFlags', 'domainGetState'],
      async run(kit) {
        const domain = await kit.running(await kit.connect());
        await domain.suspend();
        await domain.destroy();
        kit.expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'destroyed' });
      },
    },
    {
      name: 'a transient guest runs at once, and is gone when it stops',
      needs: ['domainCreateXML', 'domainDestroyFlags', 'domainIsPersistent', 'connectListAllDomains', 'domainGetState'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await connection.createXML(kit.sample());
        kit.expect(domain.id > 0).toBe(true);
        kit.expect(await domain.isPersistent()).toBe(false);
        kit.expect((await domain.state()).state).toBe('running');
        await domain.destroy();
        kit.expect(await connection.listAllDomains()).toEqual([]);
        kit.expect(await codeOf(domain.state())).toBe('VIR_ERR_NO_DOMAIN');
        kit.expect(await codeOf(domain.destroy())).toBe('VIR_ERR_NO_DOMAIN');
      },
    },
    {
      name: 'what runs already is not created a second time',
      needs: ['domainCreateXML', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const { uuid, id } = await connection.createXML(kit.sample('web'));
        kit.expect(await codeOf(connection.createXML(kit.sample('web', uuid)))).toBe('VIR_ERR_OPERATION_INVALID');
        kit.expect(await codeOf(connection.createXML(kit.sample('web')))).toBe('VIR_ERR_OPERATION_FAILED');
        kit.expect(await codeOf(connection.createXML(kit.sample('mail', uuid)))).toBe('VIR_ERR_OPERATION_FAILED');
        kit.expect((await connection.listAllDomains()).map((domain) => domain.id)).toEqual([id]);
      },
    },
    {
      name: 'a transient guest becomes persistent when it is defined',
      needs: ['domainCreateXML', 'domainDefineXMLFlags', 'domainDestroyFlags', 'domainIsPersistent', 'domainGetState'],
      async run(kit) {
        const connection = await kit.connect();
        const { uuid, id } = await connection.createXML(kit.sample('web'));
        const domain = await connection.defineXML(kit.sample('web', uuid));
        kit.expect([domain.id, await domain.isPersistent()]).toEqual([id, true]);
        await domain.destroy();
        kit.expect((await domain.state()).state).toBe('shutoff');
      },
    },
    {
      name: 'a guest shuts down when it is asked',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainShutdownFlags', 'domainGetState'],
      obedient: true,
      async run(kit) {
        const domain = await kit.obedient(await kit.connect());
        await domain.shutdown();
        await kit.until(domain, 'shutoff');
        kit.expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'shutdown' });
      },
    },
    {
      name: 'a reset guest goes on under its id',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainReset', 'domainGetState', 'domainLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.running(connection);
        await domain.reset();
        kit.expect((await domain.state()).state).toBe('running');
        kit.expect((await connection.lookupByName(domain.name)).id).toBe(domain.id);
      },
    },
    {
      name: 'a saved guest is off, and its next start forgets the image',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainManagedSave', 'domainHasManagedSaveImage', 'domainGetState', 'domainUndefineFlags'],
      async run(kit) {
        const domain = await kit.running(await kit.connect());
        kit.expect(await domain.hasManagedSave()).toBe(false);
        await domain.managedSave();
        kit.expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'saved' });
        kit.expect(await domain.hasManagedSave()).toBe(true);
        kit.expect(await codeOf(domain.undefine())).toBe('VIR_ERR_OPERATION_INVALID');
        await domain.start();
        kit.expect((await domain.state()).state).toBe('running');
        kit.expect(await domain.hasManagedSave()).toBe(false);
      },
    },
    {
      name: 'a saved image can be removed, alone or with the definition',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainManagedSave', 'domainManagedSaveRemove', 'domainHasManagedSaveImage', 'domainUndefineFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.running(connection);
        await domain.managedSave();
        await domain.removeManagedSave();
        kit.expect(await domain.hasManagedSave()).toBe(false);
        await domain.start();
        await domain.managedSave();
        await domain.undefine({ managedSave: true });
        kit.expect(await codeOf(connection.lookupByName(domain.name))).toBe('VIR_ERR_NO_DOMAIN');
      },
    },
    {
      name: 'a transient guest cannot be saved, and a guest that does not run neither',
      needs: ['domainDefineXMLFlags', 'domainCreateXML', 'domainManagedSave'],
      async run(kit) {
        const connection = await kit.connect();
        const transient = await connection.createXML(kit.sample());
        kit.expect(await codeOf(transient.managedSave())).toBe('VIR_ERR_OPERATION_INVALID');
        kit.expect(await codeOf((await kit.define(connection)).managedSave())).toBe('VIR_ERR_OPERATION_INVALID');
      },
    },
    {
      name: 'a guest may end with the connection that started it',
      needs: ['domainCreateXML', 'connectListAllDomains'],
      shared: true,
      async run(kit) {
        const [one, other] = [await kit.connect(), await kit.connect()];
        await one.createXML(kit.sample('short'), { autodestroy: true });
        await one.createXML(kit.sample('long'));
        await one.close();
        kit.expect(kit.namesOf(await other.listAllDomains())).toEqual(['long']);
      },
    },
  ],
};
