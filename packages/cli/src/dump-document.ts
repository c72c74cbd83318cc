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
  const [{ selectNodes }, { wrapNodes, writeNode }] = await Promise.all([import('./xpath/select.ts'), import('./xpath/write.ts')]);
  const found = selectNodes(xml, expression);
  if (args.flag('wrap')) shell.line(wrapNodes('nodes', found));
  else for (const node of found) shell.line(writeNode(node));
}
