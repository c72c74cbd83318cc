import { isJsonObject, type Json } from '../qmp/index.ts';
import type { ProbeSession } from './session.ts';
import type { GicVersion, SevCapabilities, SgxCapabilities } from './types.ts';

/** AMD SEV, when both QEMU and the host have it. */
export async function probeSev(session: ProbeSession): Promise<SevCapabilities | undefined> {
  const reply = await session.askJson('query-sev-capabilities');
  if (!isJsonObject(reply)) return undefined;
  const cpu0Id = reply['cpu0-id'];
  return {
    cbitpos: Number(reply['cbitpos']),
    reducedPhysBits: Number(reply['reduced-phys-bits']),
    pdh: String(reply['pdh']),
    certChain: String(reply['cert-chain']),
    ...(typeof cpu0Id === 'string' ? { cpu0Id } : {}),
  };
}

/** Intel SGX, when both QEMU and the host have it. */
export async function probeSgx(session: ProbeSession): Promise<SgxCapabilities | undefined> {
  const reply = await session.askJson('query-sgx-capabilities');
  if (!isJsonObject(reply) || reply['sgx'] !== true) return undefined;
  const sections = Array.isArray(reply['sections']) ? (reply['sections'] as readonly Json[]) : [];
  const parsed = sections.filter(isJsonObject).map((section) => ({
    node: Number(section['node']),
    size: kib(section['size']),
  }));
  return {
    flc: reply['flc'] === true,
    sgx1: reply['sgx1'] === true,
    sgx2: reply['sgx2'] === true,
    // Newer emulators give sections only.
    sectionSize:
      'section-size' in reply ? kib(reply['section-size']) : parsed.reduce((sum, { size }) => sum + size, 0n),
    sections: parsed,
  };
}

function kib(bytes: Json | undefined): bigint {
  return typeof bytes === 'number' || typeof bytes === 'bigint' ? BigInt(bytes) / 1024n : 0n;
}

/** Versions of ARM's interrupt controller. */
export async function probeGic(session: ProbeSession): Promise<readonly GicVersion[]> {
  const reply = await session.askJson('query-gic-capabilities');
  if (!Array.isArray(reply)) return [];
  return (reply as readonly Json[]).filter(isJsonObject).map((gic) => ({
    version: Number(gic['version']),
    kernel: gic['kernel'] === true,
    emulated: gic['emulated'] === true,
  }));
}
