import type { HypervisorDriver } from '@virtweave/core-api';
import type { FindingMember } from '../member-flags.ts';
import type { Session } from '../session.ts';
import { connectMembers } from './connect.ts';
import { listMembers } from './list.ts';
import { nodeMembers } from './node.ts';

/** What needs no document: the connection, the host's numbers, which domains there are. */
export function findingMembers(session: Session): Pick<HypervisorDriver, FindingMember> {
  return { ...connectMembers(session), ...nodeMembers(session), ...listMembers(session) };
}
