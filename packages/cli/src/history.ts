import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** How many lines of earlier sessions are known. */
export const kept = 500;

function historyFile(): string {
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'virtweave', 'history');
}

/** Lines of earlier sessions, the newest first. */
export async function readHistory(): Promise<string[]> {
  const text = await readFile(historyFile(), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).slice(-kept).reverse();
}

/** A history that cannot be written is not worth a message. */
export async function appendHistory(line: string): Promise<void> {
  const file = historyFile();
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await appendFile(file, `${line}\n`, { mode: 0o600 });
  } catch {
    // The folder may be read-only.
  }
}
