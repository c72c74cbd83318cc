import { formatHostCapabilities } from '@virtweave/core-conf';
import { readCacheBanks, readHostCells, readResourceControl, type CellMemory } from '@virtweave/core-util/host-facts';
import type { Adapter } from '../adapter.ts';
import { linkedHost } from '../packed-tree.ts';

/** NUMA cells, caches and resource control of a host, as its capabilities. */
export const run: Adapter = async (testCase, files) => {
  const { arch, tree, mounts, offlineMigrate, liveMigrate } = testCase as {
    arch: string;
    tree: string;
    mounts: Readonly<Record<string, string>>;
    offlineMigrate: boolean;
    liveMigrate: boolean;
  };
  const host = await linkedHost(files.path(tree), mounts);
  return {
    expected: formatHostCapabilities({
      arch,
      pageSizes: [],
      powerManagement: [],
      iommu: false,
      ...(offlineMigrate || liveMigrate ? { migration: { live: liveMigrate, transports: [] } } : {}),
      cells: await readHostCells(host, pretendedMemory),
      caches: await readCacheBanks(host),
      resourceControl: await readResourceControl(host),
      securityModels: [],
    }),
  };
};

/** The memory of the pretended host: it does not stand in the trees. */
function pretendedMemory(cell: number): CellMemory {
  const pages = [4, 2048, 1024 * 1024].map((size, index) => ({ size, count: (cell + 1 + index) * 2048 }));
  return { memoryKib: (cell + 1) * 1024 * 1024, pages, distances: [] };
}
