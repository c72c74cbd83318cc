import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

/** What `<cpu>` cannot say (`virCPUDefParseXML`). */
export function validateCpu({ cpu }: Pick<Domain, 'cpu'>): void {
  if (cpu === undefined) return;
  const named = cpu.model?.name !== undefined;
  if (cpu.migratable !== undefined && cpu.mode !== 'host-passthrough' && cpu.mode !== 'maximum') {
    throw refuse("Attribute migratable is only allowed for 'host-passthrough' / 'maximum' CPU mode");
  }
  if (cpu.vendor !== undefined && !named) throw refuse('CPU vendor specified without CPU model');
  if (cpu.model?.vendorId !== undefined && !/^[^,]{12}$/.test(cpu.model.vendorId)) {
    throw refuse(
      cpu.model.vendorId.includes(',') ? 'vendor id is invalid' : 'vendor_id must be exactly 12 characters long',
    );
  }
  const { level } = cpu.cache ?? {};
  if (level !== undefined && (level < 1 || level > 3)) {
    throw refuse('invalid CPU cache level, must be in range [1,3]');
  }
  if (cpu.features !== undefined) {
    const seen = new Set<string>();
    for (const { name } of cpu.features) {
      if (name === '') throw refuse('Invalid CPU feature name');
      if (seen.has(name)) throw refuse(`CPU feature '${name}' specified more than once`);
      seen.add(name);
    }
    if (!named && (cpu.mode === undefined || cpu.mode === 'custom') && cpu.features.length > 0) {
      throw refuse('Non-empty feature list specified without CPU model');
    }
  }
  if (cpu.check !== undefined && (cpu.mode === undefined || cpu.mode === 'custom') && !named) {
    throw unsupported('check attribute specified for CPU with no model');
  }
}
