import type { CommandBuilder } from './builder.ts';

/** The seccomp sandbox, and time stamps in QEMU's log. */
export function sandbox(build: CommandBuilder): void {
  const { seccompSandbox, logTimestamp } = build.context.config;
  if (seccompSandbox === false) build.add('-sandbox', 'off');
  else if (build.has('seccomp-sandbox')) build.add('-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny');
  if (logTimestamp) build.add('-msg', 'timestamp=on');
}
