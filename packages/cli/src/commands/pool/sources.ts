import { XmlWriter } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { attempt } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { text, needed } from '../../grammar/option.ts';

const findStoragePoolSourcesAs = command({
  name: 'find-storage-pool-sources-as',
  summary: 'find potential storage pool sources',
  description: 'Returns XML <sources> document.',
  options: {
    type: text('type of storage pool sources to find', needed),
    host: text('optional host to query', { positional: 'quietly' }),
    port: text('optional port to query', { positional: 'quietly' }),
    initiator: text('optional initiator IQN to use for query', { positional: 'quietly' }),
  },
  async run(shell, args) {
    const host = args.text('host');
    const initiator = args.text('initiator');
    let spec: string | undefined;
    if (host !== undefined) {
      const w = new XmlWriter();
      w.open('source').open('host').attr('name', host);
      const port = args.text('port');
      if (port !== undefined) w.attr('port', port);
      w.close();
      if (initiator !== undefined) w.open('initiator').open('iqn').attr('name', initiator).close().close();
      spec = w.close().toString();
    }
    const { storage } = await shell.families();
    const type = args.needed('type');
    shell.print(await attempt(storage.connectFindStoragePoolSources(type, spec, 0), `Failed to find any ${type} pool sources`));
  },
});

const findStoragePoolSources = command({
  name: 'find-storage-pool-sources',
  summary: 'discover potential storage pool sources',
  description: 'Returns XML <sources> document.',
  options: {
    type: text('type of storage pool sources to discover', needed),
    srcSpec: text('optional file of source xml to query for pools', { positional: 'quietly' }),
  },
  async run(shell, args) {
    const path = args.text('srcSpec');
    const spec = path === undefined ? undefined : await readDocument(path);
    const { storage } = await shell.families();
    const type = args.needed('type');
    shell.print(await attempt(storage.connectFindStoragePoolSources(type, spec, 0), `Failed to find any ${type} pool sources`));
  },
});

export const commands: readonly AnyCommand[] = [findStoragePoolSourcesAs, findStoragePoolSources];
