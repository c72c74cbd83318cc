import { exclusive } from './flags.ts';
import type { AnyArgs } from './grammar/args.ts';
import type { Shell } from './shell.ts';
import { table } from './table.ts';
import { byName, drawMoments } from './tree.ts';

interface Named {
  readonly name: string;
}

/** Snapshots or checkpoints, and what is asked about each while they are listed. */
interface Moments<T extends Named> {
  readonly found: readonly T[];
  /** The one whose descendants they are. */
  readonly from: T | undefined;
  parentOf(moment: T): Promise<string | undefined>;
  /** Columns between name and parent. */
  readonly columns: readonly string[];
  cells(moment: T): Promise<readonly string[]>;
}

/** Options of the lists that exclude each other. */
export function checkMomentOptions(args: AnyArgs): void {
  exclusive(args, 'tree', 'name');
  exclusive(args, 'parent', 'roots');
  exclusive(args, 'parent', 'tree');
  exclusive(args, 'roots', 'tree');
  exclusive(args, 'roots', 'from');
}

/** Shows them as a tree, by their names alone, or as a table. */
export async function showMoments<T extends Named>(shell: Shell, args: AnyArgs, moments: Moments<T>): Promise<void> {
  const { found, from, parentOf, columns, cells } = moments;
  const sorted = args.flag('topological') ? found : byName(found);
  if (args.flag('tree')) {
    shell.print(await drawMoments(from ? [from, ...sorted] : sorted, parentOf, from?.name));
    return;
  }
  if (args.flag('name')) {
    for (const { name } of sorted) shell.line(name);
    return;
  }
  const rows: string[][] = [];
  for (const moment of sorted) {
    const row = [moment.name, ...(await cells(moment))];
    if (args.flag('parent')) row.push((await parentOf(moment)) ?? '');
    rows.push(row);
  }
  shell.print(table(['Name', ...columns, ...(args.flag('parent') ? ['Parent'] : [])], rows, shell.options.quiet));
}
