import type { Tpm } from '@virtweave/core-conf';
import { addressProps } from './address.ts';
import { isArm, isLoongArch, isRiscv, type CommandBuilder } from './builder.ts';
import { escapeComma } from './json.ts';

/** Trusted platform modules. */
export function tpms(build: CommandBuilder): void {
  const { arch } = build.domain.os.type;
  const onSystemBus = isArm(arch) || isRiscv(arch) || isLoongArch(arch);
  build.devices('tpm', build.domain.devices.tpms, (tpm) => {
    if (tpm.model === 'spapr-tpm-proxy') {
      const path = tpm.backend.type === 'passthrough' ? tpm.backend.device : undefined;
      build.device({ driver: 'spapr-tpm-proxy', id: tpm.alias, 'host-path': path });
      return;
    }
    backend(build, tpm);
    const model = tpm.model ?? 'tpm-tis';
    build.device({
      driver: model === 'tpm-tis' && onSystemBus ? 'tpm-tis-device' : model,
      tpmdev: `tpm-${tpm.alias}`,
      id: tpm.alias,
      ...addressProps(build.domain, tpm),
    });
  });
}

function backend(build: CommandBuilder, tpm: Tpm): void {
  const prepared = build.context.resources.tpm(tpm);
  const id = `tpm-${tpm.alias}`;
  switch (tpm.backend.type) {
    case 'passthrough': {
      const path =
        prepared.fd === undefined
          ? escapeComma(tpm.backend.device ?? '/dev/tpm0')
          : build.fdset([prepared.fd], () => `${tpm.alias}-tpm`);
      const cancel =
        prepared.cancelFd === undefined
          ? escapeComma(prepared.cancelPath ?? '')
          : build.fdset([prepared.cancelFd], () => `${tpm.alias}-cancel`);
      build.add('-tpmdev', `passthrough,id=${id},path=${path},cancel-path=${cancel}`);
      break;
    }
    case 'emulator':
      build.add('-chardev', `socket,id=chrtpm,path=${escapeComma(prepared.socket ?? '')}`);
      build.add('-tpmdev', `emulator,id=${id},chardev=chrtpm`);
      break;
    case 'external':
      build.add('-chardev', `socket,id=chrtpm,path=${escapeComma(tpm.backend.source?.path ?? '')}`);
      build.add('-tpmdev', `emulator,id=${id},chardev=chrtpm`);
      break;
  }
}
