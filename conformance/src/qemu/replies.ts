import { VirtError } from '@virtweave/core-util';
import { isJsonObject, parseJson, type Json, type JsonObject, type QmpExecutor } from '@virtweave/driver-qemu/qmp';

/**
 * A monitor that answers as a recorded QMP conversation does (`*.replies`: JSON documents separated by blank lines,
 * command then reply). A question that was not recorded is refused.
 */
export class RecordedMonitor implements QmpExecutor {
  readonly #answers: ReadonlyMap<string, JsonObject>;

  constructor(answers: ReadonlyMap<string, JsonObject>) {
    this.#answers = answers;
  }

  async execute(command: string, args?: JsonObject): Promise<never> {
    const answer = this.#answers.get(key(command, args));
    const error = answer === undefined ? { class: 'CommandNotFound', desc: 'not in the recording' } : answer['error'];
    if (error === undefined) return answer?.['return'] as never;
    const { class: errorClass, desc } = error as { class: string; desc: string };
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `unable to execute QEMU command '${command}': ${desc}`, {
      domain: 'VIR_FROM_QEMU',
      str3: errorClass,
    });
  }
}

/** The sessions of a recording: each begins with `qmp_capabilities`. */
export function loadReplies(text: string): readonly RecordedMonitor[] {
  const sessions: Map<string, JsonObject>[] = [];
  const documents = text.split(/\n\n+/).filter((part) => part.trim() !== '').map(parseJson);
  for (let i = 0; i + 1 < documents.length; i += 2) {
    const command = documents[i];
    const reply = documents[i + 1];
    if (!isJsonObject(command) || !isJsonObject(reply)) throw new TypeError('a recording holds JSON objects');
    const name = command['execute'];
    if (typeof name !== 'string') throw new TypeError('a recording holds a command without a name');
    if (name === 'qmp_capabilities') sessions.push(new Map());
    sessions.at(-1)?.set(key(name, command['arguments']), reply);
  }
  return sessions.map((answers) => new RecordedMonitor(answers));
}

function key(command: string, args: Json | undefined): string {
  return `${command} ${JSON.stringify(sorted(args ?? {}))}`;
}

function sorted(value: Json | undefined): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
