// Types of the library `xpath`, in place of its own: those bring the types of browsers along, for the whole program
// (`paths` in tsconfig.base.json).
import type { Node } from '@xmldom/xmldom';

export type Value = Node[] | string | number | boolean;
/** @throws Error for what is no XPath 1.0 */
export function select(expression: string, node: Node): Value;
