import fs from 'node:fs';
import { systemError } from '../system-error.ts';

export function watch(folder: string, listener: (name: string | undefined) => void): { close(): void } {
  let live = true;
  const tell = (name: string | undefined): void => {
    if (live) listener(name);
  };
  try {
    const watcher = fs.watch(folder, { persistent: false }, (_event, name) => tell(name ?? undefined));
    // "Something changed, look yourself": all that can be said when the watch itself has failed.
    watcher.on('error', () => tell(undefined));
    return {
      close: () => {
        live = false;
        watcher.close();
      },
    };
  } catch (error) {
    throw systemError(`cannot watch folder '${folder}'`, error);
  }
}
