import { beforeEach, expect, test } from "vitest";
import { details, doer, type Names } from "../src/app/details";
import { speak } from "./speaking";

beforeEach(speak);

const names: Names = {
  thing: (id) => ({ m1: "We buy a lamp" })[id] ?? "",
  member: (id) => ({ u1: "Ola" })[id] ?? "",
  element: (document, element) => `${document}:${element}`,
};
const told = (action: string, detail: Record<string, unknown>): readonly string[] => details({ action, object: "m1", detail }, names);

test("what turned into something else is told once, from what into what, in words", () => {
  expect(told("member.role", { role: "editor", role_before: "viewer" })).toEqual(["role: viewer → editor"]);
  expect(told("map.change", { fields: "owner_id, status", status: "live", status_before: "review", owner_id: "u1", owner_id_before: "gone" })).toEqual(["status: in review → live", "owner: somebody who left → Ola"]);
  expect(told("workspace.change", { locale: "pl", locale_before: "en" })).toEqual(["language: English → Polski"]);
});

test("parts whose values were not kept are named, and no id is shown", () => {
  expect(told("item.change", { fields: "fields, revision, tags" })).toEqual(["changed: fields, tags"]);
  expect(told("template.add", { title: "Ours", map: "m1" })).toEqual(["“Ours”", "map: We buy a lamp"]);
  expect(told("share.add", { share: "0123456789abcdef", name: "", password: true })).toEqual(["with a password"]);
  expect(told("comment.add", { element: "cards/pays" })).toEqual(["on: m1:cards/pays"]);
});

test("programs, links and maps that did something are named", () => {
  expect(["ann@example.org", "key:robot", "share:0123456789abcdef", "map:m1", "cli"].map((one) => doer(one, names))).toEqual(["ann@example.org", "the program “robot”", "a share link", "the map “We buy a lamp”", "the command line"]);
});
