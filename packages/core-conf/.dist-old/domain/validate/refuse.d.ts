import { VirtError, type ErrorCode } from '@virtweave/core-util';
/** The error of a definition that is well-formed but cannot stand. */
export declare function refuse(detail: string, code?: ErrorCode): VirtError;
/** The same for what no hypervisor, or this one, can do (`VIR_ERR_CONFIG_UNSUPPORTED`). */
export declare function unsupported(detail: string): VirtError;
//# sourceMappingURL=refuse.d.ts.map