import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { findProgram, run, say, step } from './run.mjs';

/** A program that tells, without asking dpkg and on any system, that the Debian package is there. */
const programs = {
  'qemu-system-x86': 'qemu-system-x86_64',
  'qemu-utils': 'qemu-img',
  'openssh-server': 'sshd',
  'openssh-client': 'ssh',
  dnsmasq: 'dnsmasq',
  'dnsmasq-base': 'dnsmasq',
  nftables: 'nft',
  iproute2: 'ip',
  swtpm: 'swtpm',
  virtinst: 'virt-install',
  scrub: 'scrub',
};

/**
 * Sees to it that the Debian packages `names` are installed. On Debian and Ubuntu, as root, missing ones are installed;
 * at a terminal only after a question (`ask`, default: when there is a terminal and `CI` is not set). Elsewhere nothing is
 * touched.
 *
 * @returns {Promise<{ok: boolean, missing: string[], why: string}>} `why` is one line: what is missing, and how to get it
 */
export async function ensureSystemPackages(names, { ask = atTerminal() } = {}) {
  const missing = await missingOf(names);
  if (missing.length === 0) return { ok: true, missing, why: '' };
  const list = missing.join(' ');
  const no = (reason) => ({ ok: false, missing, why: `Missing: ${list}. ${reason}` });
  if (!onDebian()) {
    const wanted = missing.map((name) => programs[name] ?? name).join(', ');
    return no(`Install what provides ${wanted} with your system's package manager (the names are Debian's).`);
  }
  if (process.getuid?.() !== 0) return no(`Only root can install packages: sudo apt-get install ${list}`);
  if (ask && !(await agreed(`Install the system packages ${list} with apt-get? [Y/n] `))) {
    return no(`Not installed, as you wish. Later: apt-get install ${list}`);
  }
  try {
    await install(missing);
  } catch (error) {
    say(error.message);
    return no('apt-get could not install it: see above.');
  }
  const still = await missingOf(names);
  return { ok: still.length === 0, missing: still, why: still.length === 0 ? '' : `Missing: ${still.join(' ')}, although apt-get said that all went well.` };
}

let updated;
/** `apt-get update`, once in a process. */
export function updatePackageLists() {
  updated ??= step('Updating the package lists', (note) => apt(['update'], note));
  return updated;
}

/** Debian or something made from it, by its own word. */
export function onDebian() {
  if (!existsSync('/etc/os-release') || findProgram('apt-get') === undefined) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function missingOf(names) {
  const unknown = names.filter((name) => programs[name] === undefined || findProgram(programs[name]) === undefined);
  if (unknown.length === 0 || findProgram('dpkg-query') === undefined) return unknown;
  // dpkg-query fails as soon as one name is unknown to it, but lists the others.
  const text = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...unknown]).catch((e) => e.message);
  const there = new Set(text.split('\n').filter((l) => l.endsWith(' installed')).map((l) => l.split(' ')[0]));
  return unknown.filter((name) => !there.has(name));
}

async function install(names) {
  await updatePackageLists();
  await step(`Installing ${names.join(' ')}`, (note) => apt(['install', '-y', '--no-install-recommends', ...names], note));
}

function apt(args, note) {
  return run('apt-get', ['-q', '-o', 'APT::Status-Fd=3', '-o', 'Dpkg::Use-Pty=0', ...args], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    // dlstatus:12:34.56:Retrieving file 12 of 30
    statusLine: (line) => {
      const [, , percent, text] = line.split(':');
      if (text !== undefined) note(`${Math.round(Number(percent))} % ${text.slice(0, 60)}`);
    },
  });
}

function atTerminal() {
  return process.stdin.isTTY === true && process.stderr.isTTY === true && !process.env.CI;
}

async function agreed(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // ^D closes the terminal and leaves the question without an answer: that is a no.
  const closed = new Promise((resolve) => terminal.once('close', () => resolve('no')));
  try {
    return /^(y(es)?)?$/i.test((await Promise.race([terminal.question(question), closed])).trim());
  } finally {
    terminal.close();
  }
}
