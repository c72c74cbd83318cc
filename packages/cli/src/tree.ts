/**
 * A tree as virsh draws it, an object a line.
 *
 * @param children names of what is right below an object
 */
export function drawTree(root: string, children: (name: string) => readonly string[]): string {
  const draw = (name: string, indent: string, last: boolean, top: boolean): string => {
    const below = children(name);
    const inner = top ? indent : indent + (last ? '  ' : '| ');
    let text = `${indent}${top ? '' : '+- '}${name}\n`;
    if (below.length > 0) text += `${inner}  |\n`;
    below.forEach((child, index) => {
      text += draw(child, `${inner}  `, index === below.length - 1, false);
    });
    // A blank line below a branch that has come to its end.
    return below.length === 0 && last ? `${text}${inner}\n` : text;
  };
  return draw(root, '', true, true);
}

/** Names in virsh's order: whatever their case. */
export function byName<T extends { readonly name: string }>(objects: readonly T[]): T[] {
  return [...objects].sort((one, other) => {
    const [a, b] = [one.name.toLowerCase(), other.name.toLowerCase()];
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

/**
 * Snapshots or checkpoints as a tree, or several.
 *
 * @param root draw only what is below this one
 */
export async function drawMoments<T extends { readonly name: string }>(
  moments: readonly T[],
  parentOf: (moment: T) => Promise<string | undefined>,
  root?: string,
): Promise<string> {
  const below = new Map<string, string[]>();
  const roots: string[] = [];
  for (const moment of moments) {
    const parent = moment.name === root ? undefined : await parentOf(moment);
    if (parent === undefined) roots.push(moment.name);
    else below.set(parent, [...(below.get(parent) ?? []), moment.name]);
  }
  return (root === undefined ? roots : [root]).map((name) => drawTree(name, (of) => below.get(of) ?? [])).join('');
}
