import type { Domain } from '../domain.ts';
import { refuse } from './refuse.ts';

/** The BIOS's date is an American one, and its year not before 1900. */
export function validateSysinfo({ sysinfos }: Domain): void {
  for (const sysinfo of sysinfos) {
    if (sysinfo.type !== 'smbios') continue;
    const date = sysinfo.bios?.entries?.find(({ name }) => name === 'date')?.value;
    if (date !== undefined && !isDate(date)) throw refuse("Invalid BIOS 'date' format", 'VIR_ERR_XML_DETAIL');
  }
}

function isDate(text: string): boolean {
  const found = /^(\d+)\/(\d+)\/(\d+)$/.exec(text);
  if (found === null) return false;
  const [month = 0, day = 0, year = 0] = found.slice(1).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (year < 100 || year >= 1900);
}
