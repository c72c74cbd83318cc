import type { CallOptions } from '@virtweave/core-util';
import type { QmpCommands } from './commands.ts';
import type { Json, JsonObject } from './json.ts';

/** The greeting: what speaks at the other end. */
export interface QmpGreeting {
  readonly version: QmpVersion;
  /** Such as `oob`. */
  readonly capabilities: readonly string[];
}

export interface QmpVersion {
  readonly qemu: { readonly major: number; readonly minor: number; readonly micro: number };
  /** The distribution's words; often empty. */
  readonly package: string;
}

/** Something happened in QEMU. */
export interface QmpEvent {
  /** Such as `SHUTDOWN`. */
  readonly event: string;
  readonly data: JsonObject;
  /** QEMU's clock; seconds is -1 when it could not be read. */
  readonly timestamp: { readonly seconds: number; readonly microseconds: number };
}

export interface ExecuteOptions extends CallOptions {
  /** Milliseconds to wait for the answer; 0 waits for ever. Default: the client's, 30 seconds. */
  readonly timeout?: number;
}

/** Arguments of a command of {@link QmpCommands}. */
export type QmpArguments<Name extends keyof QmpCommands> = QmpCommands[Name] extends { readonly args: infer A }
  ? A
  : JsonObject | undefined;
/** Result of a command of {@link QmpCommands}. */
export type QmpResult<Name extends keyof QmpCommands> = QmpCommands[Name] extends { readonly result: infer R }
  ? R
  : Json;

/** What can be asked to carry out QMP commands: a client, or a recording of one. */
export interface QmpExecutor {
  /**
   * Carries out one command.
   *
   * @throws VirtError `VIR_ERR_INTERNAL_ERROR` when QEMU refuses it (see `qmpErrorClass`) or is gone,
   * `VIR_ERR_OPERATION_TIMEOUT` when it does not answer
   */
  execute<Name extends keyof QmpCommands>(
    command: Name,
    args?: QmpArguments<Name>,
    options?: ExecuteOptions,
  ): Promise<QmpResult<Name>>;
  execute(command: string, args?: JsonObject, options?: ExecuteOptions): Promise<Json>;
}
