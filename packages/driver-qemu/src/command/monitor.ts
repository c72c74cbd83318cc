import type { CommandBuilder } from './builder.ts';
import { escapeComma } from './json.ts';

/** The QMP monitor. */
export function monitor(build: CommandBuilder): void {
  const { fd, path } = build.context.monitor;
  const where = fd === undefined ? `path=${escapeComma(path)}` : `fd=${build.pass(fd, 'monitor')}`;
  build.add('-chardev', `socket,id=charmonitor,${where},server=on,wait=off`);
  build.add('-mon', 'chardev=charmonitor,id=monitor,mode=control');
}
