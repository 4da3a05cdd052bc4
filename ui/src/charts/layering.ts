/** Steps of a process in layers from left to right, so that most moves go forward. */

export interface Move {
  from: string;
  to: string;
  weight: number;
}

/** Return an order in which as much as possible goes forward (Eades, Lin, Smyth 1993): sources first, sinks last. */
export function forward(names: readonly { name: string; first: number }[], moves: readonly Move[]): string[] {
  const left = new Map(names.map((one) => [one.name, one.first]));
  const [head, tail]: [string[], string[]] = [[], []];
  while (left.size) {
    const sums = new Map([...left.keys()].map((name) => [name, { out: 0, in: 0 }]));
    for (const { from, to, weight } of moves) {
      const [a, b] = [sums.get(from), sums.get(to)];
      if (!a || !b) continue;
      a.out += weight;
      b.in += weight;
    }
    const sink = [...sums].find(([, sum]) => sum.out === 0 && sum.in > 0);
    const best = [...sums].reduce((one, other) => (worth(other) > worth(one) ? other : one));
    const taken = (sink ?? best)[0];
    if (sink) tail.unshift(taken);
    else head.push(taken);
    left.delete(taken);
  }
  return [...head, ...tail];

  function worth([name, sum]: [string, { out: number; in: number }]): number {
    return sum.out - sum.in + (left.get(name) ?? 0);
  }
}

/** Return the layer of each step and its place in it; layers follow the longest way of forward moves. */
export function layers(names: readonly { name: string; first: number }[], moves: readonly Move[]): Map<string, { layer: number; row: number }> {
  const order = forward(names, moves);
  const rank = new Map(order.map((name, at) => [name, at]));
  const layer = new Map<string, number>();
  for (const name of order) {
    const before = moves.filter((one) => one.to === name && (rank.get(one.from) ?? 0) < (rank.get(name) ?? 0)).map((one) => layer.get(one.from) ?? 0);
    layer.set(name, before.length ? Math.max(...before) + 1 : 0);
  }
  const used = new Map<number, number>();
  return new Map(order.map((name) => {
    const mine = layer.get(name) ?? 0;
    const row = used.get(mine) ?? 0;
    used.set(mine, row + 1);
    return [name, { layer: mine, row }];
  }));
}
