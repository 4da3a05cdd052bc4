/** A list of people as a file: nothing in it is run by a spreadsheet. */

import type { OnePerson } from "./PeopleBehind";

const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

export const asCsv = (people: readonly OnePerson[]): string => ["person,name,about", ...people.map((one) => [one.id, one.name, one.more].map(cell).join(","))].join("\r\n") + "\r\n";

/** Hand the browser a file to keep. */
export function saveAs(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export const saveList = (people: readonly OnePerson[]): void => saveAs("people.csv", new Blob(["\ufeff", asCsv(people)], { type: "text/csv" }));
