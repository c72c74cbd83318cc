import type { FwcfgSysinfo, SmbiosSysinfo, SysinfoEntries } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { CommandBuilder } from './builder.ts';
import { escapeComma } from './json.ts';

/** `-smbios`: what the guest's firmware tells about the machine. */
export function smbios(build: CommandBuilder): void {
  const { domain, context } = build;
  let source: SmbiosSysinfo | undefined;
  let own = false;
  switch (domain.os.smbios) {
    case 'host':
      source = context.host.sysinfo;
      if (source === undefined) {
        throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', 'Host SMBIOS information is not available', {
          domain: 'VIR_FROM_QEMU',
        });
      }
      break;
    case 'sysinfo':
      source = domain.sysinfos.find((info): info is SmbiosSysinfo => info.type === 'smbios');
      own = true;
      if (source === undefined) {
        throw new VirtError('VIR_ERR_XML_ERROR', `Domain '${domain.name}' sysinfo are not available`, {
          domain: 'VIR_FROM_QEMU',
        });
      }
      break;
    default:
      return;
  }
  const add = (type: number, parts: string[]): void => {
    if (parts.length > 0) build.add('-smbios', [`type=${type}`, ...parts].join(','));
  };
  add(0, entries(source.bios, { vendor: 'vendor', version: 'version', date: 'date', release: 'release' }));
  add(
    1,
    entries(source.system, {
      manufacturer: 'manufacturer',
      product: 'product',
      version: 'version',
      serial: 'serial',
      // The host's UUID is not the guest's.
      ...(own ? { uuid: 'uuid' } : {}),
      sku: 'sku',
      family: 'family',
    }),
  );
  for (const board of source.baseBoards ?? []) {
    add(
      2,
      entries(board, {
        manufacturer: 'manufacturer',
        product: 'product',
        version: 'version',
        serial: 'serial',
        asset: 'asset',
        location: 'location',
      }),
    );
  }
  add(
    3,
    entries(source.chassis, {
      manufacturer: 'manufacturer',
      version: 'version',
      serial: 'serial',
      asset: 'asset',
      sku: 'sku',
    }),
  );
  add(
    11,
    (source.oemStrings ?? []).map((text) => `value=${escapeComma(text)}`),
  );
}

function entries(list: SysinfoEntries | undefined, names: Readonly<Record<string, string>>): string[] {
  const parts: string[] = [];
  for (const [name, option] of Object.entries(names)) {
    const value = list?.entries?.find((entry) => entry.name === name)?.value;
    if (value !== undefined) parts.push(`${option}=${escapeComma(value)}`);
  }
  return parts;
}

/** `-fw_cfg`: files that the guest's firmware finds. */
export function firmwareConfig(build: CommandBuilder): void {
  const infos = build.domain.sysinfos.filter((info): info is FwcfgSysinfo => info.type === 'fwcfg');
  for (const { name, value, file } of infos.flatMap((info) => info.entries ?? [])) {
    const content = value === undefined ? `file=${escapeComma(file ?? '')}` : `string=${escapeComma(value)}`;
    build.add('-fw_cfg', `name=${escapeComma(name)},${content}`);
  }
}
