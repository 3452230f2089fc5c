import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take minutes, the longest first: begun last they would keep one core waiting for the other. */
const longest = [
  "packages/local/test/main-job.test.ts",
  "packages/web/test/main-job.test.ts",
  "packages/web/test/pages.test.ts",
  "packages/web/test/activity.test.ts",
  "packages/web/test/persona.test.ts",
  "packages/web/test/account.test.ts",
  "packages/web/test/wizard.test.ts",
  "packages/web/test/library.test.ts",
  "packages/web/test/costs.test.ts",
  "packages/web/test/batch.test.ts",
  "packages/web/test/long-library.test.ts",
  "packages/web/test/frame.test.ts",
];

/**
 * A fresh clone remembers no durations, and would begin with the largest files. Behind the longest ones those of a
 * project stay together: a process is kept for the next file only if that is of the same project.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((file) => moduleId.endsWith(file));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).toSorted(
      (one, other) => place(one) - place(other) || one.project.name.localeCompare(other.project.name),
    );
  }
}
