import { expect, test } from "vitest";
import { filesIn } from "../src/lib/dropped";

const file = (name: string): FileSystemEntry => ({ name, isDirectory: false, file: (done: (one: File) => void) => done(new File(["x"], name)) }) as unknown as FileSystemEntry;

/** A folder whose reader gives one thing at a time, as browsers give a hundred. */
function folder(name: string, ...inside: FileSystemEntry[]): FileSystemEntry {
  const createReader = () => {
    const left = [...inside];
    return { readEntries: (done: (some: FileSystemEntry[]) => void) => done(left.splice(0, 1)) };
  };
  return { name, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

const dropped = (entries: readonly FileSystemEntry[], files: readonly File[] = []): DataTransfer => ({ items: entries.map((one) => ({ webkitGetAsEntry: () => one })), files }) as unknown as DataTransfer;

test("a dropped folder gives the files in it, however deep, but hidden ones", async () => {
  const tree = folder("exports", folder("shop", file("web.jsonl"), file(".DS_Store")), file("nps.csv"));
  expect((await filesIn(dropped([tree, file("alone.csv")]))).map((one) => one.name)).toEqual(["web.jsonl", "nps.csv", "alone.csv"]);
});

test("dropped files are taken as they are", async () => {
  const own = new File(["x"], "a.csv");
  expect(await filesIn(dropped([file("a.csv")], [own]))).toEqual([own]);
});
