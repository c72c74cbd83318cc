import { CommandError } from './errors.ts';

/** What stands before the command: virsh's options. */
export interface ProgramOptions {
  readonly connect: string | undefined;
  readonly readonly: boolean;
  /** 0 shows everything, 4 only errors. */
  readonly debug: number;
  /** Begins an escape in a console: `^]`. */
  readonly escape: string;
  readonly keepaliveInterval: number | undefined;
  readonly keepaliveCount: number | undefined;
  readonly quiet: boolean;
  readonly timing: boolean;
  readonly log: string | undefined;
  readonly help: boolean;
  readonly version: 'short' | 'long' | undefined;
  /** The command with its arguments, or one word: a script. */
  readonly words: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Long {
  readonly letter: string;
  readonly value: 'none' | 'needed' | 'possible';
}

const longOptions: Readonly<Record<string, Long>> = {
  connect: { letter: 'c', value: 'possible' },
  debug: { letter: 'd', value: 'needed' },
  escape: { letter: 'e', value: 'needed' },
  help: { letter: 'h', value: 'none' },
  'keepalive-interval': { letter: 'k', value: 'needed' },
  'keepalive-count': { letter: 'K', value: 'needed' },
  log: { letter: 'l', value: 'needed' },
  quiet: { letter: 'q', value: 'none' },
  readonly: { letter: 'r', value: 'none' },
  timing: { letter: 't', value: 'none' },
  version: { letter: 'version', value: 'possible' },
};

/**
 * Reads the program's own options, up to the first word that is none.
 *
 * @throws CommandError for what is unknown or wrong
 */
export function readProgramOptions(words: readonly string[], environment: Environment): ProgramOptions {
  const given = new Map<string, string>();
  let at = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] as string;
    if (word === '--') {
      at += 1;
      break;
    }
    if (!word.startsWith('-') || word === '-') break;
    at += word.startsWith('--') ? long(word, words, at, given) : letters(word, words, at, given);
  }
  return options(given, words.slice(at), environment);
}

/** @returns how many words it took besides its own */
function long(word: string, words: readonly string[], at: number, given: Map<string, string>): number {
  const equals = word.indexOf('=');
  const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
  const names = Object.keys(longOptions).filter((each) => each === name || each.startsWith(name));
  const found = Object.hasOwn(longOptions, name) ? longOptions[name] : names.length === 1 && longOptions[names[0] as string];
  if (!found) throw new CommandError(`unsupported option '${word}'. See --help.`);
  if (equals >= 0) {
    if (found.value === 'none') throw new CommandError(`unsupported option '${word}'. See --help.`);
    given.set(found.letter, word.slice(equals + 1));
    return 0;
  }
  return take(found.letter, found.value, `--${name}`, words, at, given);
}

function letters(word: string, words: readonly string[], at: number, given: Map<string, string>): number {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word.charAt(index);
    if (letter === 'v' || letter === 'V') {
      given.set('version', letter === 'v' ? 'short' : 'long');
      continue;
    }
    const found = Object.values(longOptions).find((each) => each.letter === letter);
    if (!found) throw new CommandError(`unsupported option '-${letter}'. See --help.`);
    if (found.value === 'none') given.set(letter, '');
    else if (index + 1 < word.length) {
      given.set(letter, word.slice(index + 1));
      return 0;
    } else return take(letter, found.value, `-${letter}`, words, at, given);
  }
  return 0;
}

function take(
  letter: string,
  value: Long['value'],
  shown: string,
  words: readonly string[],
  at: number,
  given: Map<string, string>,
): number {
  const next = words[at + 1];
  const takes = value === 'needed' || (letter === 'c' && next !== undefined && !next.startsWith('-'));
  if (!takes) {
    given.set(letter, '');
    return 0;
  }
  if (next === undefined) throw new CommandError(`option '${shown}' requires an argument`);
  given.set(letter, next);
  return 1;
}

function options(given: ReadonlyMap<string, string>, words: readonly string[], environment: Environment): ProgramOptions {
  const whole = (letter: string, what: string, max: number): number | undefined => {
    const written = given.get(letter);
    if (written === undefined) return undefined;
    if (!/^\d+$/.test(written) || Number(written) > max) throw new CommandError(`option ${what} takes a numeric argument`);
    return Number(written);
  };
  const version = given.get('version');
  if (version !== undefined && !['', 'short', 'long'].includes(version)) {
    throw new CommandError(`unsupported option '--version=${version}'. See --help.`);
  }
  return {
    connect: given.get('c') || environment['VIRTWEAVE_DEFAULT_CONNECT_URI'] || environment['VIRSH_DEFAULT_CONNECT_URI'] || undefined,
    readonly: given.has('r'),
    debug: whole('d', '-d', 4) ?? debugFrom(environment) ?? 4,
    escape: given.get('e') ?? '^]',
    keepaliveInterval: whole('k', '-k/--keepalive-interval', 2 ** 31 - 1),
    keepaliveCount: whole('K', '-K/--keepalive-count', 2 ** 31 - 1),
    quiet: given.has('q'),
    timing: given.has('t'),
    log: given.get('l') ?? environment['VIRSH_LOG_FILE'],
    help: given.has('h'),
    version: version === undefined ? undefined : version === 'long' ? 'long' : 'short',
    words,
  };
}

function debugFrom(environment: Environment): number | undefined {
  const written = environment['VIRSH_DEBUG'];
  return written !== undefined && /^[0-4]$/.test(written) ? Number(written) : undefined;
}
