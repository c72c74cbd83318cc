import type { CommandBuilder } from './builder.ts';
import { escapeComma } from './json.ts';

/** `-boot`, and a kernel that is booted directly. */
export function boot(build: CommandBuilder): void {
  const { os } = build.domain;
  const parts: string[] = [];
  const menu = os.bootmenu;
  if (menu?.enable !== undefined) {
    parts.push(`menu=${menu.enable ? 'on' : 'off'}`);
    if (menu.enable && menu.timeout !== undefined && menu.timeout > 0) parts.push(`splash-time=${menu.timeout}`);
  }
  if (os.bios?.rebootTimeout !== undefined) parts.push(`reboot-timeout=${os.bios.rebootTimeout}`);
  parts.push('strict=on');
  build.add('-boot', parts.join(','));
  build.part('/domain/os', () => {
    if (os.kernel !== undefined) build.add('-kernel', os.kernel);
    if (os.initrd !== undefined) build.add('-initrd', os.initrd);
    if (os.cmdline !== undefined) build.add('-append', os.cmdline);
    if (os.dtb !== undefined) build.add('-dtb', os.dtb);
    if (os.shim !== undefined) build.add('-shim', os.shim);
    for (const { type, path } of os.acpiTables ?? []) {
      const signature = type === 'slic' ? 'sig=SLIC,' : type === 'msdm' ? 'sig=MSDM,' : '';
      build.add('-acpitable', `${signature}file=${escapeComma(path ?? '')}`);
    }
  });
}
