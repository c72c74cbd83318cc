import type { MemoryDevice } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import type { Props } from './json.ts';
import { memoryBackend, type MemoryBackend } from './memory-backend.ts';
import { deviceSize } from './memory.ts';
import { virtioDriver } from './virtio.ts';

/** DIMMs and other pieces of memory that are devices. */
export function memoryDevices(build: CommandBuilder): void {
  build.devices('memory', build.domain.devices.memories, (memory) => {
    const memdev = `mem${memory.alias}`;
    const { props, threadContext } = backendOf(build, memory, memdev);
    if (threadContext !== undefined) build.object(threadContext);
    build.object(props);
    // Enclave memory belongs to the machine, which names it.
    if (memory.model === 'sgx-epc') return;
    build.device(deviceProps(build, memory, memdev));
  });
}

function backendOf(build: CommandBuilder, device: MemoryDevice, id: string): MemoryBackend {
  const { target } = device;
  return memoryBackend(build, {
    id,
    size: deviceSize(build.domain, device),
    isSystem: false,
    device,
    ...(target.node === undefined ? {} : { node: target.node }),
    ...(device.access === undefined ? {} : { access: device.access }),
    ...(device.discard === undefined ? {} : { discard: device.discard }),
  });
}

function deviceProps(build: CommandBuilder, memory: MemoryDevice, memdev: string): Props {
  const { target } = memory;
  const id = memory.alias;
  const place = addressProps(build.domain, memory);
  const kib = (value: number | undefined): bigint | undefined =>
    value === undefined ? undefined : BigInt(value) * 1024n;
  switch (memory.model) {
    case 'dimm':
      return { driver: 'pc-dimm', node: target.node, memdev, id, ...place };
    case 'nvdimm':
      return {
        driver: 'nvdimm',
        node: target.node,
        'label-size': kib(target.label),
        uuid: memory.uuid,
        unarmed: target.readonly === true ? true : undefined,
        memdev,
        id,
        ...place,
      };
    case 'virtio-pmem':
      return { driver: virtioDriver('virtio-pmem', memory), memdev, memaddr: address(memory), id, ...place };
    case 'virtio-mem':
      return {
        driver: virtioDriver('virtio-mem', memory),
        node: target.node,
        'block-size': kib(target.block),
        'requested-size': kib(target.requested),
        memdev,
        prealloc: preallocates(build, memory) ? true : undefined,
        memaddr: address(memory),
        'dynamic-memslots': target.dynamicMemslots,
        id,
        ...place,
      };
    case 'sgx-epc':
      return {};
  }
}

const address = ({ target }: MemoryDevice): bigint | undefined =>
  target.address === undefined ? undefined : BigInt(target.address);

/** Huge pages must be there before the guest is told of them. */
function preallocates(build: CommandBuilder, memory: MemoryDevice): boolean {
  if (!build.has('virtio-mem-pci.prealloc')) return false;
  return memory.source?.pagesize !== undefined || build.domain.memoryBacking?.allocation?.mode === 'immediate';
}
