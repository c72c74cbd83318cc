// Entry `@virtweave/core-api/members`: what driver-remote, the daemon and documents are made from.
export { members } from './members.generated.ts';
export { olderForms, type OlderForm } from './newest.generated.ts';
export type { Family, MemberFacts, Permission } from './members.ts';
