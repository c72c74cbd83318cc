import { CommandError } from './errors.ts';
import type { AnyArgs } from './grammar/args.ts';
import { flag, text, type FlagOption, type TextOption } from './grammar/option.ts';
import type { Shell } from './shell.ts';

/** Options of commands that show a document: only what an XPath expression finds in it. */
export const xpathOptions: { readonly xpath: TextOption; readonly wrap: FlagOption } = {
  xpath: text('xpath expression to filter the XML document'),
  wrap: flag('wrap xpath results in an common root element'),
};

/** Shows a document, or those nodes of it that `--xpath` names. @throws CommandError for what is no XPath 1.0 */
export async function dumpDocument(shell: Shell, args: AnyArgs, xml: string): Promise<void> {
  const expression = args.text('xpath');
  if (expression === undefined) {
    shell.print(xml);
    return;
  }
  const [{ readXml }, { parseXPath }, { evaluate }, { element, treeOf, written }] = await Promise.all([
    import('@virtweave/core-util/xml'),
    import('./xpath/parse.ts'),
    import('./xpath/evaluate.ts'),
    import('./xpath/nodes.ts'),
  ]);
  const documentElement = treeOf(readXml(xml));
  const found = evaluate(parseXPath(expression), { node: documentElement, position: 1, size: 1 });
  if (typeof found !== 'object') throw new CommandError(`internal error: Incorrect xpath '${expression}'`);
  if (args.flag('wrap')) {
    // An attribute has its name once: the last one stays.
    const attributes = new Map<string, (typeof found)[number]>();
    for (const node of found) {
      if (node.kind !== 'attribute') continue;
      attributes.delete(node.name);
      attributes.set(node.name, node);
    }
    const others = found.flatMap((node) => (node.kind === 'root' ? node.children : node.kind === 'attribute' ? [] : [node]));
    shell.line(element('nodes', [...attributes.values()], others));
  } else for (const node of found) shell.line(written(node));
}
