import { DomainBackupBeginFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from '../domain/options.ts';

const backupBegin = command({
  name: 'backup-begin',
  summary: 'Start a disk backup of a live domain',
  description: 'Use XML to start a full or incremental disk backup of a live domain, optionally creating a checkpoint',
  options: {
    domain: domainOption,
    backupxml: text('domain backup XML', { positional: 'quietly', complete: 'file' }),
    checkpointxml: text('domain checkpoint XML', { positional: 'quietly', complete: 'file' }),
    'reuse-external': flag('reuse files provided by caller'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, { 'reuse-external': DomainBackupBeginFlags.VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL });
    const domain = await findDomain(shell, args);
    const [backup, checkpoint] = [args.text('backupxml'), args.text('checkpointxml')];
    const backupXml = backup === undefined ? '<domainbackup/>' : await readDocument(backup);
    const checkpointXml = checkpoint === undefined ? undefined : await readDocument(checkpoint);
    await (await shell.hypervisor()).domainBackupBegin(domain, backupXml, checkpointXml, flags);
    shell.extra('Backup started\n');
  },
});

const backupDumpxml = command({
  name: 'backup-dumpxml',
  summary: 'Dump XML for an ongoing domain block backup job',
  description: 'Backup Dump XML',
  options: { domain: domainOption, ...xpathOptions },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    await dumpDocument(shell, args, await (await shell.hypervisor()).domainBackupGetXMLDesc(domain, 0));
  },
});

export const commands: readonly AnyCommand[] = [backupBegin, backupDumpxml];
