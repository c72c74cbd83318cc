import type { TestNode } from './test-node.ts';

/** What a node has of one kind, made when it is first asked for. Nodes that nobody uses any more take theirs with them. */
export function perNode<T>(make: (node: TestNode) => T): (node: TestNode) => T {
  const made = new WeakMap<TestNode, T>();
  return (node) => {
    let found = made.get(node);
    if (found === undefined) {
      found = make(node);
      made.set(node, found);
    }
    return found;
  };
}
