/** Strongly connected components of a directed graph (Tarjan), without recursion. */

/** @param targets - [node]: the nodes its edges lead to. @returns the nodes of each component. */
export function stronglyConnected(targets: readonly (readonly number[])[]): number[][] {
  const count = targets.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const isOpen = new Uint8Array(count);
  const open: number[] = [];
  const components: number[][] = [];
  let next = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] !== -1) continue;
    const path: { node: number; edge: number }[] = [{ node: root, edge: 0 }];
    while (path.length > 0) {
      const step = path.at(-1)!;
      const { node } = step;
      if (step.edge === 0) {
        order[node] = low[node] = next++;
        open.push(node);
        isOpen[node] = 1;
      }
      const target = targets[node]![step.edge];
      if (target !== undefined) {
        step.edge++;
        if (order[target] === -1) path.push({ node: target, edge: 0 });
        else if (isOpen[target] === 1) low[node] = Math.min(low[node]!, order[target]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) low[parent.node] = Math.min(low[parent.node]!, low[node]!);
      if (low[node] !== order[node]) continue;
      const component: number[] = [];
      let member: number;
      do {
        member = open.pop()!;
        isOpen[member] = 0;
        component.push(member);
      } while (member !== node);
      components.push(component);
    }
  }
  return components;
}
