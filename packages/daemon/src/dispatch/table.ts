import type { AnyProcedure } from '@virtweave/core-rpc';
import { auth } from './by-hand/auth.ts';
import { connect } from './by-hand/connect.ts';
import { descriptors } from './by-hand/descriptors.ts';
import { domain } from './by-hand/domain.ts';
import { events } from './by-hand/events.ts';
import { node } from './by-hand/node.ts';
import { others } from './by-hand/others.ts';
import { generated } from './members.generated.ts';
import { olderDomain } from './older/domain.ts';
import { olderEvents } from './older/events.ts';
import { olderMigration } from './older/migration.ts';
import { olderOthers } from './older/others.ts';
import type { Served } from './serve.ts';

/** By hand goes before what is generated: it knows better. */
const byHand = [...auth, ...connect, ...descriptors, ...domain, ...events, ...node, ...others];
const older = [...olderDomain, ...olderEvents, ...olderMigration, ...olderOthers];
const all = [...generated, ...byHand, ...older];

/** What answers each procedure. */
export const answers: ReadonlyMap<AnyProcedure, Served> = new Map(all.map((served) => [served.procedure, served]));
