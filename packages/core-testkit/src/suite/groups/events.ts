import { failure } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** What is told of what happens. */
export const events: SuiteGroup = {
  name: 'events',
  tests: [
    {
      name: "a guest's life, in its order",
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags', 'domainCreateWithFlags', 'domainSuspend', 'domainResume', 'domainDestroyFlags', 'domainUndefineFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const stream = connection.events({ kinds: ['lifecycle'] });
        const domain = await kit.define(connection, 'web');
        await connection.defineXML(kit.sample('web', domain.uuid));
        await domain.start();
        await domain.suspend();
        await domain.resume();
        await domain.destroy();
        await domain.undefine();
        kit.expect(await kit.lifecycle(stream, 7)).toEqual([
          'web defined added',
          'web defined updated',
          'web started booted',
          'web suspended paused',
          'web resumed unpaused',
          'web stopped destroyed',
          'web undefined removed',
        ]);
      },
    },
    {
      name: 'an event carries the guest as it then was',
      needs: ['connectDomainEventRegisterAny', 'domainCreateXML', 'domainDestroyFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const stream = connection.events({ kinds: ['lifecycle'] });
        const { name, uuid, id } = await connection.createXML(kit.sample());
        const event = await kit.next(stream);
        kit.expect(event.kind === 'lifecycle' && [event.domain.name, event.domain.uuid, event.domain.id]).toEqual([
          name,
          uuid,
          id,
        ]);
      },
    },
    {
      name: 'a rename is told as the end of one name and the beginning of another',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags', 'domainRename'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection, 'web');
        const stream = connection.events({ kinds: ['lifecycle'] });
        await domain.rename('mail');
        kit.expect(await kit.lifecycle(stream, 2)).toEqual(['web undefined renamed', 'mail defined renamed']);
      },
    },
    {
      name: 'a shutdown is told as such',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags', 'domainCreateWithFlags', 'domainShutdownFlags'],
      obedient: true,
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.obedient(connection, 'web');
        const stream = connection.events({ kinds: ['lifecycle'] });
        await domain.shutdown();
        let last = '';
        while (!last.includes(' stopped ')) [last = ''] = await kit.lifecycle(stream, 1);
        kit.expect(last).toBe('web stopped shutdown');
      },
    },
    {
      name: 'of one guest only',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags', 'domainCreateWithFlags', 'domainDestroyFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const [web, mail] = [await kit.define(connection, 'web'), await kit.define(connection, 'mail')];
        const stream = mail.events({ kinds: ['lifecycle'] });
        await web.start();
        await mail.start();
        await web.destroy();
        await mail.destroy();
        kit.expect(await kit.lifecycle(stream, 2)).toEqual(['mail started booted', 'mail stopped destroyed']);
      },
    },
    {
      name: 'each subscriber gets all of them, once',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags', 'domainUndefineFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const streams = [1, 2, 3].map(() => connection.events({ kinds: ['lifecycle'] }));
        await (await kit.define(connection, 'web')).undefine();
        for (const stream of streams)
          kit.expect(await kit.lifecycle(stream, 2)).toEqual(['web defined added', 'web undefined removed']);
      },
    },
    {
      name: 'what another connection does is told, too',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags'],
      shared: true,
      async run(kit) {
        const [one, other] = [await kit.connect(), await kit.connect()];
        const stream = one.events({ kinds: ['lifecycle'] });
        await one.listAllDomains();
        await kit.define(other, 'web');
        kit.expect(await kit.lifecycle(stream, 1)).toEqual(['web defined added']);
      },
    },
    {
      name: 'an abort ends the stream with its reason, and others go on',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const controller = new AbortController();
        const [ended, other] = [connection.events({ signal: controller.signal }), connection.events()];
        const reason = new Error('enough');
        const waiting = failure(ended.next());
        controller.abort(reason);
        kit.expect(await waiting).toBe(reason);
        kit.expect((await ended.next()).done).toBe(true);
        await kit.define(connection, 'web');
        kit.expect(await kit.lifecycle(other, 1)).toEqual(['web defined added']);
      },
    },
    {
      name: 'a closed stream, a left loop and a closed connection end it',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const [closed, left, open, disposed] = [1, 2, 3, 4].map(() => connection.events());
        await closed?.close();
        await disposed?.[Symbol.asyncDispose]();
        await kit.define(connection);
        if (left !== undefined) for await (const event of left) if (event.kind === 'lifecycle') break;
        const waiting = open?.next().then(() => open.next());
        await connection.close();
        await waiting;
        for (const stream of [closed, left, open, disposed]) kit.expect((await stream?.next())?.done).toBe(true);
      },
    },
    {
      name: 'a reader that is too slow is told once how many events it lost, then gets the newest',
      needs: ['connectDomainEventRegisterAny', 'domainDefineXMLFlags', 'domainCreateWithFlags', 'domainSuspend', 'domainResume'],
      expensive: true,
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.running(connection);
        const stream = connection.events({ kinds: ['lifecycle'] });
        const pairs = 5_010;
        for (let i = 0; i < pairs; i += 1) {
          await domain.suspend();
          await domain.resume();
        }
        kit.expect(await kit.next(stream)).toEqual({ kind: 'gap', lost: 2 * pairs - 10_000 });
        const rest = await kit.lifecycle(stream, 10_000);
        kit.expect([rest[0], rest.at(-1)]).toEqual([`${domain.name} suspended paused`, `${domain.name} resumed unpaused`]);
        await domain.suspend();
        kit.expect(await kit.lifecycle(stream, 1)).toEqual([`${domain.name} suspended paused`]);
      },
    },
  ],
};
