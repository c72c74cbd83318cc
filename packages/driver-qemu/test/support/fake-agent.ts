import { Duplex } from 'node:stream';
import { formatJson, isJsonObject, parseJson, type Json, type JsonObject } from '../../src/qmp/index.ts';

/** What an agent answers to a command: what it returns, all of the line, or nothing. */
export type AgentAnswer = { readonly returns: Json } | { readonly refuses: JsonObject } | { readonly says: string | Buffer } | 'nothing';

/** A guest agent in this process, with `stream` as the host's end of its channel. */
export class FakeAgent {
  readonly stream: Duplex;
  /** Every command but synchronisations, in order. */
  readonly received: JsonObject[] = [];
  /** Synchronisations that it was asked for. */
  syncs = 0;
  readonly #answers = new Map<string, AgentAnswer | ((args: Json | undefined) => AgentAnswer)>();
  #input = '';

  constructor() {
    this.stream = new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => {
        this.take(chunk);
        done();
      },
    });
  }

  /** Answers this command so from now on. `*`: every command that has no answer of its own. */
  on(command: string, answer: AgentAnswer | ((args: Json | undefined) => AgentAnswer)): this {
    this.#answers.set(command, answer);
    return this;
  }

  returns(command: string, value: Json): this {
    return this.on(command, { returns: value });
  }

  /** Sends bytes as they are. */
  say(bytes: string | Buffer): void {
    if (!this.stream.destroyed) this.stream.push(bytes);
  }

  /** Bytes from the host. */
  take(chunk: Buffer): void {
    // 0xFF is no JSON: a real agent forgets what came before.
    const sentinel = chunk.lastIndexOf(0xff);
    if (sentinel !== -1) this.#input = '';
    this.#input += chunk.subarray(sentinel + 1).toString('utf8');
    const lines = this.#input.split('\n');
    this.#input = lines.pop() ?? '';
    for (const line of lines) setImmediate(() => this.#answer(parseJson(line)));
  }

  #answer(message: Json): void {
    const fields = isJsonObject(message) ? message : {};
    const name = String(fields['execute']);
    if (name.startsWith('guest-sync')) this.syncs += 1;
    else this.received.push(fields);
    const answer = this.#answers.get(name) ?? (name.startsWith('guest-sync') ? undefined : this.#answers.get('*'));
    if (answer !== undefined) return this.#give(typeof answer === 'function' ? answer(fields['arguments']) : answer, fields);
    if (!name.startsWith('guest-sync')) {
      return this.#give({ refuses: { class: 'CommandNotFound', desc: `The command ${name} has not been found` } }, fields);
    }
    const args = fields['arguments'];
    this.say(Buffer.concat([Buffer.of(0xff), Buffer.from(`${formatJson({ return: isJsonObject(args) ? args['id'] : 0 })}\n`)]));
  }

  #give(answer: AgentAnswer, { id }: JsonObject): void {
    const withId = id === undefined ? {} : { id };
    if (answer === 'nothing') return;
    if ('says' in answer) this.say(answer.says);
    else if ('returns' in answer) this.say(`${formatJson({ return: answer.returns, ...withId })}\n`);
    else this.say(`${formatJson({ error: answer.refuses, ...withId })}\n`);
  }
}
