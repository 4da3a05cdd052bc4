import { describe, expect, it } from "vitest";
import { asAnswers, scored, series } from "../src/maps/model/answers";

describe("scores from answers", () => {
  it("works an NPS out as promoters less detractors, with Student's interval", () => {
    // by hand: mean 45, variance ((55² · 120 + 45² · 50 + 145² · 30) / 199), half = t(199) · sd / √200
    const variance = (120 * 55 ** 2 + 50 * 45 ** 2 + 30 * 145 ** 2) / 199;
    const half = 1.971957 * Math.sqrt(variance / 200);
    const found = scored({ score: "nps", counts: [120, 50, 30] });
    expect(found).toMatchObject({ value: 45, unit: "points", n: 200 });
    expect(found?.lo).toBeCloseTo(45 - half, 3);
    expect(found?.hi).toBeCloseTo(45 + half, 3);
  });

  it("has a share with Wilson's interval, a mean on 1 to 7, and no interval of few", () => {
    expect(scored({ score: "csat", counts: [80, 20] })).toEqual({ value: 0.8, unit: "share", n: 100, lo: 0.7112, hi: 0.8666 });
    expect(scored({ score: "ces", counts: [0, 0, 0, 1, 0, 2, 1] })).toEqual({ value: 5.75, unit: "score", n: 4 });
    expect(scored({ score: "nps", counts: [9, 0, 0] })).toMatchObject({ value: 100, lo: 100, hi: 100 });
    expect(scored({ score: "nps", counts: [0, 0, 0] })).toBeNull();
  });

  it("forgets answers that the value no longer comes from", () => {
    const given = { score: "csat", counts: [8, 2] };
    expect(asAnswers(given, { value: 0.8, unit: "share" })).toEqual(given);
    expect(asAnswers(given, { value: 0.7, unit: "share" })).toBeNull();
    expect(asAnswers({ score: "csat", counts: [1] }, undefined)).toBeNull();
    expect(asAnswers({ score: "constructor", counts: [1] }, undefined)).toBeNull();
  });
});

describe("series", () => {
  it("reads lines of a spreadsheet, keeps the unit and says which lines hold no number", () => {
    expect(series("2026-01\t41 %\n2026-02\t43,5\nMarch: soon\n\nApril 2026; 44%").mini).toEqual({ shape: "line", unit: "share", points: [["2026-01", 0.41], ["2026-02", 0.435], ["April 2026", 0.44]] });
    expect(series("a 1\nno\nb 2").wrong).toEqual([2]);
    expect(series("2026-01 5").mini).toBeNull();
  });
});
