import { parseGlusterVolumes } from '@virtweave/core-util/image';
import { XmlWriter } from '@virtweave/core-util/xml';
import type { Adapter } from '../adapter.ts';

/** Volumes of a gluster server as sources of pools: for a native pool by name, for a mounted one by folder. */
export const run: Adapter = async ({ input, host, poolType }, files) => {
  const out = new XmlWriter().open('sources');
  for (const volume of parseGlusterVolumes(await files.read(String(input)))) {
    out.open('source').open('host').attr('name', String(host)).close();
    if (poolType === 'gluster') out.open('dir').attr('path', '/').close().leaf('name', volume);
    else out.open('dir').attr('path', volume).close().open('format').attr('type', 'glusterfs').close();
    out.close();
  }
  return { expected: out.close().toString() };
};
