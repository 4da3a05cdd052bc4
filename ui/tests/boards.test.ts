import { expect, test } from "vitest";
import { Problem } from "../src/lib/api/client";
import type { Board, Place } from "../src/lib/api/contract";
import { sidesOf } from "../src/boards/labels";
import { alike, merged, type Content } from "../src/boards/merging";
import { Outbox, type Wire } from "../src/boards/outbox";
import { Steps, without } from "../src/boards/steps";

const place = (id: string, given: Partial<Place> = {}): Place => ({ id, ref: "", text: id, x: 0.5, y: 0.5, level: 0, parent: "", ...given });
const content = (places: Place[], title = "Board", arrows: Board["arrows"] = []): Content => ({ title, places, arrows });

function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test("what two people change of one board at once is all there", () => {
  const base = content([place("a"), place("b"), place("c"), place("d", { parent: "c", level: 1 })], "Board", [{ start: "a", end: "b", text: "" }]);
  const mine = { ...base, title: "Mine", places: [place("a", { x: 0.1 }), place("b"), place("c"), place("d", { parent: "c", level: 1 }), place("new", { parent: "c", level: 1 })], arrows: [...base.arrows, { start: "b", end: "c", text: "money" }] };
  const theirs = { ...base, places: [place("a", { y: 0.9 }), place("b"), place("d", { parent: "", level: 1 }), place("other")] };
  const both = merged(base, mine, theirs);
  expect(both.title).toBe("Mine");
  expect(both.places).toEqual([place("a", { x: 0.1, y: 0.9 }), place("b"), place("d", { level: 1 }), place("other"), place("new", { level: 1 })]);
  expect(both.arrows).toEqual([{ start: "a", end: "b", text: "" }]); // the other arrow ended at what is gone
  expect(merged(base, { ...base, places: base.places.toReversed() }, theirs).places.map((one) => one.id)).toEqual(["d", "b", "a", "other"]);
});

/** A server that is away now and then, and browsers that hear of changes late. */
class World {
  board: Board = { id: "b", workspace_id: "w", kind: "stakeholder_map", title: "Board", places: [], arrows: [], revision: 1, changed_at: "" };
  boxes: Outbox[] = [];
  kept: (string | null)[] = [];
  away = false;
  writes = 0;

  constructor(readonly roll: (sides: number) => number, people: number) {
    for (let who = 0; who < people; who += 1) this.come(who);
  }

  come(who: number): void {
    this.boxes[who] = new Outbox(this.wire(who));
    this.boxes[who]?.learn(this.board);
  }

  wire(who: number): Wire {
    const there = (): void => { if (this.away || this.roll(6) === 0) throw new Problem(0, "away"); };
    return {
      read: async () => { there(); return this.board; },
      write: async (revision, given) => {
        there();
        if (revision !== this.board.revision) throw new Problem(409, "meanwhile");
        this.writes += 1;
        // As a server does: all fields, in an order of its own.
        const places = given.places.map(({ id, ref = "", text = "", x = 0.5, y = 0.5, level = 0, parent = "" }) => ({ parent, level, y, x, text, ref, id }));
        this.board = { ...this.board, ...structuredClone(given), places, revision: revision + 1 };
        if (this.roll(5) === 0) throw new Problem(0, "the answer was lost");
        return this.board;
      },
      keep: (text) => { this.kept[who] = text; },
      kept: () => this.kept[who] ?? null,
      wait: () => new Promise((done) => setTimeout(done)),
    };
  }
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])("three people with a bad line, one of whom closes the page, end with one board and nothing is lost (%i)", async (seed) => {
  const roll = dice(seed);
  const world = new World(roll, 3);
  const added: string[] = [];
  const last = new Map<string, number>(); // each place is moved by who made it
  for (let turn = 0; turn < 60; turn += 1) {
    world.away = roll(8) === 0;
    const who = roll(3);
    const box = world.boxes[who] as Outbox;
    const now = box.board() as Board;
    const mine = now.places.filter((one) => one.id.startsWith(`${who}/`));
    if (roll(2) || mine.length === 0) {
      added.push(`${who}/${turn}`);
      box.change({ places: [...now.places, { id: `${who}/${turn}`, text: "new" }] });
    } else {
      const { id } = mine[roll(mine.length)] as Place;
      last.set(id, turn / 100);
      box.change({ places: now.places.map((one) => (one.id === id ? { ...one, x: turn / 100 } : one)) });
    }
    if (roll(3) === 0) await new Promise((done) => setTimeout(done));
    if (roll(4) === 0) world.boxes[roll(3)]?.learn(world.board);
  }
  world.away = false;
  while (world.boxes.some((box) => box.waiting())) await new Promise((done) => setTimeout(done));
  for (const box of world.boxes) {
    box.learn(world.board);
    expect(alike(box.board() as Board, world.board)).toBe(true);
  }
  expect(world.writes).toBeLessThan(120); // nobody goes on telling what was told
  expect(world.board.places.map((one) => one.id).toSorted()).toEqual(added.toSorted());
  for (const [id, x] of last) expect(world.board.places.find((one) => one.id === id)?.x).toBe(x);
});

test("what was not sent when the page closed is sent when the board is opened again, and what the server refuses is taken back", async () => {
  const world = new World(() => 1, 1);
  world.away = true;
  world.boxes[0]?.change({ title: "Offline" });
  expect(world.boxes[0]?.board()?.title).toBe("Offline");
  const kept = world.kept[0] ?? null;
  expect(kept).not.toBe(null);
  const later = new World(() => 1, 0);
  later.kept[0] = kept;
  later.come(0);
  expect(later.boxes[0]?.board()?.title).toBe("Offline");
  while (later.boxes[0]?.waiting()) await new Promise((done) => setTimeout(done));
  expect([later.board.title, later.kept[0]]).toEqual(["Offline", null]);

  const refusing = new Outbox({ ...later.wire(0), write: async () => { throw new Problem(422, "cannot stand here"); }, kept: () => null });
  refusing.learn(later.board);
  refusing.change({ title: "Wrong" });
  while (refusing.waiting()) await new Promise((done) => setTimeout(done));
  expect(refusing.board()?.title).toBe("Offline");
  expect((refusing.error() as Problem).message).toBe("cannot stand here");
});

test("what I did is taken back and done again, and what others did meanwhile stays", () => {
  const before = content([place("a"), place("b"), place("c")]);
  const after = content([place("a", { x: 0.1 }), place("c")]);
  expect(without(before, after, after)).toEqual(before); // in the order it had
  const now = content([place("a", { x: 0.1, y: 0.9 }), place("c"), place("theirs")], "Theirs");
  const taken = without(before, after, now);
  expect(taken).toEqual(content([place("a", { y: 0.9 }), place("c"), place("theirs"), place("b")], "Theirs"));
  expect(without(after, before, taken)).toEqual(now);
});

test("steps go back one by one, and forth until something new is done", () => {
  const steps = new Steps();
  let at = 0;
  const go = (from: number, to: number): void => { at = to; steps.did({ back: () => { at = from; }, forth: () => { at = to; } }); };
  go(0, 1);
  go(1, 2);
  const told: [number, string][] = [steps.back, steps.back, steps.back, steps.forth].map((way) => { way(); return [at, steps.ways()]; });
  expect(told).toEqual([[1, "bf"], [0, "f"], [0, "f"], [1, "bf"]]);
  go(1, 5);
  expect([at, steps.ways()]).toEqual([5, "b"]);
});

test("labels of things on a plane stand where nothing hides them", () => {
  const thing = (id: string, x: number, y: number): Parameters<typeof sidesOf>[0][number] => ({ id, label: "Wallet payment in the app", x, y });
  expect(sidesOf([thing("alone", 0.5, 0.5)], 640).get("alone")).toBe("right");
  expect(sidesOf([thing("edge", 0.95, 0.5)], 640).get("edge")).toBe("left");
  const row = sidesOf([thing("first", 0.4, 0.5), thing("second", 0.5, 0.5)], 640); // the second's dot is where the first's label would be
  expect([row.get("first"), row.get("second")]).toEqual(["left", "right"]);
});
