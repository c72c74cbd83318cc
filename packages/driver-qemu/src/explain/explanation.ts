import type { Domain } from '@virtweave/core-conf';
import type { QemuArgument, QemuCommand } from '../command/index.ts';
import { describeArgument } from './parts.ts';

/** One argument of a command line, and why it is there. */
export interface ExplainedArgument extends QemuArgument {
  /** In words: `disk vda (/images/web.qcow2)`. */
  readonly what: string;
}

/** A command line with the reason for each argument. `String(explanation)` is a table for people. */
export class CommandExplanation {
  readonly program: string;
  readonly arguments: readonly ExplainedArgument[];

  constructor(program: string, explained: readonly ExplainedArgument[]) {
    this.program = program;
    this.arguments = explained;
  }

  /** The arguments that come from this part of the document, or from what is inside it: `/domain/devices/disk[1]`. */
  of(part: string): readonly ExplainedArgument[] {
    return this.arguments.filter((one) => one.part === part || one.part.startsWith(`${part}/`));
  }

  /** A table with three columns: what it is for, which part of the document says it, the argument. */
  toString(): string {
    const rows: [string, string, string][] = [['for', 'document', 'argument']];
    let last: ExplainedArgument | undefined;
    for (const one of this.arguments) {
      const same = last !== undefined && last.part === one.part && last.what === one.what;
      const part = one.part === '/domain' ? '' : one.part;
      rows.push([same ? '' : one.what, same ? '' : part, argumentText(one)]);
      last = one;
    }
    const widths = [0, 1].map((column) => Math.min(Math.max(...rows.map((row) => (row[column] as string).length)), 48));
    const lines = rows.map(([what, part, argument]) =>
      [what.padEnd(widths[0] as number), part.padEnd(widths[1] as number), argument].join('  '),
    );
    return `${this.program}\n\n${lines.join('\n')}\n`;
  }
}

/** The argument as it stands on a command line, without quotes. */
export function argumentText({ option, value }: Pick<QemuArgument, 'option' | 'value'>): string {
  return value === undefined ? option : `${option} ${value}`;
}

/**
 * Why each argument of a command is there.
 *
 * @param domain the definition that the command was built from
 */
export function explainCommand(command: Pick<QemuCommand, 'program' | 'explained'>, domain: Domain): CommandExplanation {
  return new CommandExplanation(
    command.program,
    inPairs(command.explained).map((one) => ({ ...one, what: describeArgument(one, domain) })),
  );
}

/** Arguments that the user gave stand by themselves; what does not look like an option is the value of the one before. */
function inPairs(explained: readonly QemuArgument[]): readonly QemuArgument[] {
  const pairs: QemuArgument[] = [];
  for (const one of explained) {
    const before = pairs.at(-1);
    const isValue = one.value === undefined && !one.option.startsWith('-') && before !== undefined && before.value === undefined;
    if (isValue && before.part === one.part) pairs[pairs.length - 1] = { ...before, value: one.option };
    else pairs.push(one);
  }
  return pairs;
}
