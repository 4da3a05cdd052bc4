import { i18n } from "@lingui/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shown } from "../src/charts/words";
import { heard, learn, SERVERS } from "../src/lib/heard";
import { speak } from "./speaking";

const PEOPLE = "{persons} people ({share}) have the event “{name}”.";

beforeAll(() => {
  const said = {
    "Nothing moved.": "Nic się nie zmieniło.", "in any order": "w dowolnej kolejności", "no event": "brak zdarzeń", "Find {what}.": "Znajdź {what}.", "Find {what} soon.": "Znajdź wkrótce {what}.", "under {value}": "poniżej {value}", "{value} or more": "{value} lub więcej", "{low} to {high}": "od {low} do {high}",
    [PEOPLE]: [["persons", "plural", { one: ["#", " osoba"], few: ["#", " osoby"], many: ["#", " osób"], other: ["#", " osoby"] }], " (", ["share"], ") ma „", ["name"], "”."] as unknown as string,
  };
  i18n.loadAndActivate({ locale: "pl", messages: Object.fromEntries(Object.entries(said).map(([text, words]) => [SERVERS + text, words])) });
  learn(["Nothing moved.", "in any order", "no event", PEOPLE, "Find {what}.", "Find {what} soon."]);
});
afterAll(speak);

test("a sentence of the server is said in the language of the pages", () => {
  expect(heard("Nothing moved.")).toBe("Nic się nie zmieniło.");
});

test("values are taken out of a sentence, and counts decide its plural", () => {
  expect(heard("2 people (1.2%) have the event “Order {x}”.")).toBe("2 osoby (1,2%) ma „Order {x}”.");
  expect(heard("1,005 people (12.0%) have the event “no event”.")).toMatch(/^1\s?005 osób \(12%\) ma „brak zdarzeń”\.$/);
});

test("of two sentences that fit, the one with more words of its own says it", () => {
  expect(heard("Find it soon.")).toBe("Znajdź wkrótce it.");
});

test("rules put together are said part by part, and what nobody knows stays as it is", () => {
  expect(heard("in any order; 7 d; no event")).toBe("w dowolnej kolejności; 7 d; brak zdarzeń");
  expect(heard("7 d")).toBe("7 d");
});

test.each([["recency", "under 10.5 d", "poniżej 10,5 d"], ["recency", "1 d to 7 d", "od 1 d do 7 d"], ["frequency", "3 or more", "3 lub więcej"], ["class", "11 or more", "11 lub więcej"], ["class", "3–5", "3–5"], ["name", "3 or more", "3 or more"]])("in the column %s the class %s is called %s", (name, words, said) => {
  const column = { name, type: "text" } as const;
  expect(shown({ columns: [column], rows: [[words]] }, column, words)).toBe(said);
});
