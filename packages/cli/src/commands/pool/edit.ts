import { StorageXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { editDocument } from '../../edit-document.ts';
import { ifThere } from '../../objects/find.ts';
import { findPool } from '../../objects/pool.ts';
import { poolOption } from './options.ts';

const poolEdit = command({
  name: 'pool-edit',
  summary: 'edit XML configuration for a storage pool',
  description: 'Edit the XML configuration for a storage pool.',
  options: { pool: poolOption },
  async run(shell, args) {
    const ref = await findPool(shell, args);
    const { storage } = await shell.families();
    const definition = StorageXMLFlags.VIR_STORAGE_XML_INACTIVE;
    // Not every driver tells the definition of a pool that runs from the pool.
    const read = async (): Promise<string> =>
      (await ifThere(storage.storagePoolGetXMLDesc(ref, definition), 'VIR_ERR_INVALID_ARG')) ??
      (await storage.storagePoolGetXMLDesc(ref, 0));
    await editDocument(shell, { what: `Pool ${ref.name}`, read, define: (edited) => storage.storagePoolDefineXML(edited, 0) });
  },
});

export const commands: readonly AnyCommand[] = [poolEdit];
