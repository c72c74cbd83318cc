import type { Domain } from '@virtweave/core-conf';
import type { QemuCommand } from '../command/index.ts';
import { adviceFor } from './advice.ts';
import { argumentText, explainCommand, type ExplainedArgument } from './explanation.ts';

/** Why QEMU did not start. */
export interface Refusal {
  /** The line in which QEMU says it. */
  readonly words: string;
  /** What it refused, as far as its words tell. */
  readonly argument?: ExplainedArgument;
  readonly advice?: string;
}

/** Says which argument QEMU's last words are about; undefined when they are about none. */
export function findRefusal(words: string, command: QemuCommand, domain: Domain): Refusal | undefined {
  const lines = words.split('\n').map((line) => line.trim());
  const complaints = lines.filter((line) => line !== '' && !/\b(?:warning|info):/.test(line));
  const explained = explainCommand(command, domain).arguments;
  for (const line of complaints) {
    const argument = named(line, explained) ?? meant(line, explained);
    if (argument === undefined) continue;
    const advice = adviceFor(line);
    return { words: line, argument, ...(advice === undefined ? {} : { advice }) };
  }
  for (const line of complaints) {
    const advice = adviceFor(line);
    if (advice !== undefined) return { words: line, advice };
  }
  return undefined;
}

/** QEMU mostly repeats the argument: `qemu-system-x86_64: -device {...}: words`. */
function named(line: string, explained: readonly ExplainedArgument[]): ExplainedArgument | undefined {
  const found = explained.filter((one) => line.includes(`: ${argumentText(one)}: `));
  return found.sort((a, b) => argumentText(b).length - argumentText(a).length)[0];
}

/** Else its words are known, or name something that one argument alone has. */
function meant(line: string, explained: readonly ExplainedArgument[]): ExplainedArgument | undefined {
  const option = topics.find(([pattern]) => pattern.test(line))?.[1];
  if (option !== undefined) return explained.find((one) => one.option === option);
  const names = [...line.matchAll(/'([^']+)'/g)].map(([, name]) => name as string);
  for (const name of names) {
    const having = explained.filter(({ value }) => value?.includes(`"${name}"`) === true || value?.includes(`=${name}`) === true);
    if (having.length === 1) return having[0];
    const defining = having.filter(({ value }) => value?.includes(`"id":"${name}"`) === true || value?.includes(`id=${name}`) === true);
    if (defining.length === 1) return defining[0];
  }
  return undefined;
}

const topics: readonly (readonly [words: RegExp, option: string])[] = [
  [/CPU model|-cpu |CPU feature|Property '[\w-]+-cpu\./, '-cpu'],
  [/machine type|Property '[\w.-]+-machine\.|KVM kernel module|initialize kvm/i, '-machine'],
  [/guest memory|RAM size|\bmaxmem\b|memory slots/i, '-m'],
  [/\bsmp\b|CPU topology|maxcpus|Number of SMP CPUs/i, '-smp'],
];

const longest = 400;

/** For an error message: the argument, where it comes from, and what to do. Lines of their own, behind QEMU's words. */
export function refusalText({ argument, advice }: Refusal, logFile: string): string {
  const lines: string[] = [];
  if (argument !== undefined) {
    const text = argumentText(argument);
    lines.push(`refused argument: ${text.length > longest ? `${text.slice(0, longest)}...` : text}`);
    lines.push(
      argument.part === '/domain'
        ? `it comes from: the driver itself (${argument.what})`
        : `it comes from: ${argument.part} (${argument.what})`,
    );
  }
  lines.push(`what to do: ${advice ?? `see '${logFile}', which has the whole command`}`);
  return lines.join('\n');
}
