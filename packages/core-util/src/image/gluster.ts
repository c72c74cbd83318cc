import { VirtError } from '../errors/virt-error.ts';
import { readXml } from '../xml/read.ts';

/**
 * Names of the volumes in the output of `gluster --xml volume info all`.
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR when the output is something else or the tool reports an error
 */
export function parseGlusterVolumes(output: string): readonly string[] {
  const root = readXml(output);
  const failed = root.child('opRet')?.text.trim();
  if (root.name !== 'cliOutput' || (failed !== undefined && failed !== '0')) {
    const words = root.child('opErrstr')?.text.trim() ?? '';
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `gluster volume info failed: ${words === '' ? output.slice(0, 256) : words}`, {
      domain: 'VIR_FROM_STORAGE',
    });
  }
  const volumes = root.child('volInfo')?.child('volumes')?.all('volume') ?? [];
  return volumes.map((volume) => {
    const name = volume.child('name')?.text.trim() ?? '';
    if (name === '') {
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'failed to extract gluster volume name', { domain: 'VIR_FROM_STORAGE' });
    }
    return name;
  });
}
