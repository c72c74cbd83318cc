import { CommandError } from '../errors.ts';
import { callFunction, isNodes, number, text, truth, type Context, type Value } from './functions.ts';
import type { XPathNode } from './nodes.ts';
import type { Expression, Step } from './parse.ts';

/** @throws CommandError for functions, axes and prefixes that there are not */
export function evaluate(expression: Expression, context: Context): Value {
  switch (expression.kind) {
    case 'number':
    case 'literal':
      return expression.value;
    case 'negative':
      return -number(evaluate(expression.of, context));
    case 'call':
      return callFunction(expression.name, expression.args.map((arg) => evaluate(arg, context)), context);
    case 'binary':
      return binary(expression.operator, () => evaluate(expression.left, context), () => evaluate(expression.right, context));
    case 'filter':
      return filtered(setOf(evaluate(expression.of, context)), expression.predicates);
    default: {
      const { from, steps } = expression;
      const start = from === 'here' ? [context.node] : from === 'root' ? [rootOf(context.node)] : setOf(evaluate(from, context));
      return steps.reduce<readonly XPathNode[]>(walk, start);
    }
  }
}

function setOf(value: Value): readonly XPathNode[] {
  if (!isNodes(value)) throw new CommandError('XPath error : Invalid type');
  return value;
}

function binary(operator: string, left: () => Value, right: () => Value): Value {
  if (operator === 'or') return truth(left()) || truth(right());
  if (operator === 'and') return truth(left()) && truth(right());
  const [one, other] = [left(), right()];
  switch (operator) {
    case '|':
      return inOrder([...setOf(one), ...setOf(other)]);
    case '+':
      return number(one) + number(other);
    case '-':
      return number(one) - number(other);
    case '*':
      return number(one) * number(other);
    case 'div':
      return number(one) / number(other);
    case 'mod':
      return number(one) % number(other);
    default:
      return compare(operator, one, other);
  }
}

/** A set of nodes fits when one of its nodes does. */
function compare(operator: string, one: Value, other: Value): boolean {
  if (isNodes(one) && typeof other !== 'boolean') return one.some((node) => compare(operator, text([node]), other));
  if (isNodes(other) && typeof one !== 'boolean') return other.some((node) => compare(operator, one, text([node])));
  if (operator === '=' || operator === '!=') return equal(one, other) === (operator === '=');
  const [a, b] = [number(one), number(other)];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function equal(one: Value, other: Value): boolean {
  if (typeof one === 'boolean' || typeof other === 'boolean') return truth(one) === truth(other);
  if (typeof one === 'number' || typeof other === 'number') return number(one) === number(other);
  return text(one) === text(other);
}

const inOrder = (nodes: readonly XPathNode[]): XPathNode[] => [...new Set(nodes)].sort((one, other) => one.order - other.order);

function walk(from: readonly XPathNode[], step: Step): XPathNode[] {
  const axis = Object.hasOwn(axes, step.axis) ? axes[step.axis] : undefined;
  if (!axis) throw new CommandError(`XPath error : Invalid expression: there is no axis '${step.axis}'`);
  if (step.test.includes(':')) throw new CommandError('XPath error : Undefined namespace prefix');
  return inOrder(from.flatMap((node) => filtered(axis(node).filter((each) => fits(each, step)), step.predicates)));
}

function filtered(nodes: readonly XPathNode[], predicates: readonly Expression[]): readonly XPathNode[] {
  return predicates.reduce<readonly XPathNode[]>(
    (left, predicate) =>
      left.filter((node, index) => {
        const value = evaluate(predicate, { node, position: index + 1, size: left.length });
        return typeof value === 'number' ? value === index + 1 : truth(value);
      }),
    nodes,
  );
}

function fits(node: XPathNode, { axis, test }: Step): boolean {
  if (test === 'node()') return true;
  if (test === 'text()' || test === 'comment()') return node.kind === test.slice(0, -2);
  if (node.kind !== (axis === 'attribute' ? 'attribute' : 'element')) return false;
  return test === '*' || (node.name === test && !node.foreign);
}

const rootOf = (node: XPathNode): XPathNode => (node.parent ? rootOf(node.parent) : node);
const descendants = (node: XPathNode): XPathNode[] => node.children.flatMap((child) => [child, ...descendants(child)]);
const ancestors = (node: XPathNode): XPathNode[] => (node.parent ? [node.parent, ...ancestors(node.parent)] : []);
const siblings = (node: XPathNode): readonly XPathNode[] => (node.kind === 'attribute' ? [] : (node.parent?.children ?? []));
const later = (node: XPathNode): XPathNode[] => siblings(node).filter(({ order }) => order > node.order);
const earlier = (node: XPathNode): XPathNode[] => siblings(node).filter(({ order }) => order < node.order).reverse();

/** Nodes along each axis, the nearest first. */
const axes: Readonly<Record<string, (node: XPathNode) => readonly XPathNode[]>> = {
  self: (node) => [node],
  child: ({ children }) => children,
  attribute: ({ attributes }) => attributes.filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:')),
  parent: ({ parent }) => (parent ? [parent] : []),
  descendant: descendants,
  'descendant-or-self': (node) => [node, ...descendants(node)],
  ancestor: ancestors,
  'ancestor-or-self': (node) => [node, ...ancestors(node)],
  'following-sibling': later,
  'preceding-sibling': earlier,
  following: (node) => [node, ...ancestors(node)].flatMap(later).flatMap((each) => [each, ...descendants(each)]),
  preceding: (node) =>
    [node, ...ancestors(node)].flatMap(earlier).flatMap((each) => [each, ...descendants(each)].reverse()),
  namespace: () => [],
};
