import { qmpErrorClass, type ExecuteOptions, type Json, type JsonObject, type QmpExecutor } from '../qmp/index.ts';
import type { QmpArguments, QmpCommands, QmpResult } from '../qmp/index.ts';

/** A monitor that is asked for what may not be there: a refusal is an answer too. */
export class ProbeSession {
  readonly #monitor: QmpExecutor;
  readonly #options: ExecuteOptions;

  constructor(monitor: QmpExecutor, options: ExecuteOptions) {
    this.#monitor = monitor;
    this.#options = options;
  }

  /** The result; a refusal is an error. */
  async need<Name extends keyof QmpCommands>(command: Name, args?: QmpArguments<Name>): Promise<QmpResult<Name>> {
    return this.#monitor.execute(command, args, this.#options);
  }

  /** The result, or undefined when QEMU refuses the command. */
  async ask<Name extends keyof QmpCommands>(
    command: Name,
    args?: QmpArguments<Name>,
  ): Promise<QmpResult<Name> | undefined> {
    return unlessRefused(this.#monitor.execute(command, args, this.#options));
  }

  /** The same for a command without types. */
  async askJson(command: string, args?: JsonObject): Promise<Json | undefined> {
    return unlessRefused(this.#monitor.execute(command, args, this.#options));
  }
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (qmpErrorClass(error) === undefined) throw error;
    return undefined;
  }
}
