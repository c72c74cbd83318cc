import type { HypervisorDriver, TypedParams } from '@virtweave/core-api';
import {
  DomainCoreDumpFlags,
  DomainCoreDumpFormat,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainRunningReason,
  DomainSaveImageXMLFlags,
  DomainShutoffReason,
} from '@virtweave/core-api/constants';
import { checkParams, hasFlag, paramValue } from '@virtweave/core-api/driver-kit';
import { checkAbiStability } from '@virtweave/core-conf';
import { formatDefinition, parseDefinition } from '../documents.ts';
import { requireActive } from '../domain/impact.ts';
import { encodeSaveImage, guestMagic, readSaveImage, writeImage } from '../domain/save-image.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import { testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Save =
  | 'domainCoreDumpWithFormat'
  | 'domainHasManagedSaveImage'
  | 'domainManagedSave'
  | 'domainManagedSaveRemove'
  | 'domainRestoreParams'
  | 'domainSaveImageGetXMLDesc'
  | 'domainSaveImageDefineXML'
  | 'domainSaveParams';

/** Saving and restoring guests, core dumps. */
export function saveMembers({ node, context }: Session): Pick<HypervisorDriver, Save> {
  const { domains } = node;

  const stopSaved = (domain: TestDomain): void => {
    const detail = DomainEventStoppedDetailType.VIR_DOMAIN_EVENT_STOPPED_SAVED;
    node.stop(domain, DomainShutoffReason.VIR_DOMAIN_SHUTOFF_SAVED, detail);
  };

  return {
    async domainManagedSave(ref) {
      const domain = domains.get(ref);
      requireActive(domain);
      if (!domain.persistent)
        throw testError('VIR_ERR_OPERATION_INVALID', 'cannot do managed save for transient domain');
      domain.managedSave = true;
      stopSaved(domain);
    },

    domainHasManagedSaveImage: async (ref) => domains.get(ref).managedSave,

    async domainManagedSaveRemove(ref) {
      domains.get(ref).managedSave = false;
    },

    async domainSaveParams(ref, params, _flags, { signal }) {
      checkParams(params, { file: 'string', dxml: 'string' });
      const path = fileOf(params);
      if (paramValue(params, 'dxml', 'string') !== undefined)
        throw testError('VIR_ERR_ARGUMENT_UNSUPPORTED', 'xml modification unsupported');
      const domain = domains.get(ref);
      requireActive(domain);
      const { id } = domain;
      const image = encodeSaveImage(formatDefinition(domain.definition, id, { secure: true }));
      await writeImage(await context.host(), path, image, signal, `saving domain '${domain.name}' to '${path}': open failed`);
      if (domain.id === id) stopSaved(domain);
    },

    async domainRestoreParams(params, _flags, { signal }) {
      checkParams(params, { file: 'string', dxml: 'string' });
      if (paramValue(params, 'dxml', 'string') !== undefined)
        throw testError('VIR_ERR_ARGUMENT_UNSUPPORTED', 'xml modification unsupported');
      const definition = parseDefinition(await readSaveImage(await context.host(), fileOf(params), signal));
      node.start(node.transient(definition), {
        definition,
        reason: DomainRunningReason.VIR_DOMAIN_RUNNING_RESTORED,
        detail: DomainEventStartedDetailType.VIR_DOMAIN_EVENT_STARTED_RESTORED,
      });
    },

    async domainSaveImageGetXMLDesc(file, flags, { signal }) {
      const definition = parseDefinition(await readSaveImage(await context.host(), file, signal));
      const secure = hasFlag(flags, DomainSaveImageXMLFlags.VIR_DOMAIN_SAVE_IMAGE_XML_SECURE);
      return formatDefinition(definition, -1, { secure });
    },

    async domainSaveImageDefineXML(file, xml, _flags, { signal }) {
      const host = await context.host();
      const old = parseDefinition(await readSaveImage(host, file, signal));
      const changed = parseDefinition(xml);
      checkAbiStability(old, changed);
      const image = encodeSaveImage(formatDefinition(changed, -1, { secure: true }));
      await writeImage(host, file, image, signal, `saving the definition of '${changed.name}' to '${file}': open failed`);
    },

    async domainCoreDumpWithFormat(ref, to, format, flags, { signal }) {
      if (format !== DomainCoreDumpFormat.VIR_DOMAIN_CORE_DUMP_FORMAT_RAW)
        throw testError('VIR_ERR_OPERATION_UNSUPPORTED', 'kdump-compressed format is not supported here');
      const domain = domains.get(ref);
      requireActive(domain);
      const { id } = domain;
      await writeImage(await context.host(), to, guestMagic, signal, `domain '${domain.name}' coredump: failed to open ${to}`);
      if (!hasFlag(flags, DomainCoreDumpFlags.VIR_DUMP_CRASH) || domain.id !== id) return;
      const detail = DomainEventStoppedDetailType.VIR_DOMAIN_EVENT_STOPPED_CRASHED;
      node.stop(domain, DomainShutoffReason.VIR_DOMAIN_SHUTOFF_CRASHED, detail);
    },
  };
}

function fileOf(params: TypedParams): string {
  const file = paramValue(params, 'file', 'string');
  if (file === undefined) throw testError('VIR_ERR_INVALID_ARG', "parameter 'file' is missing");
  return file;
}
