import type { CommandBuilder } from './builder.ts';

/** The seccomp sandbox. */
export function sandbox(build: CommandBuilder): void {
  if (build.context.config.seccompSandbox === false) build.add('-sandbox', 'off');
  else if (build.has('seccomp-sandbox'))
    build.add('-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny');
}

/** Time stamps in QEMU's log. */
export function timestamps(build: CommandBuilder): void {
  if (build.context.config.logTimestamp) build.add('-msg', 'timestamp=on');
}
