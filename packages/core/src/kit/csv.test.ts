import { expect, test } from "vitest";
import { csvOf } from "./csv.ts";

test("cells with commas, quotes and lines are quoted, numbers and nothing stay bare", () => {
  expect(csvOf([["a,b", 'say "hi"', "two\nlines", -1.5, null, "plain"]])).toBe(
    '"a,b","say ""hi""","two\nlines",-1.5,,plain\r\n',
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("x")'])(
  "%j is text to a spreadsheet, not a formula",
  (text) => {
    expect(csvOf([[text]])).toMatch(/^"?'/);
  },
);
