import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startAwsStub } from "./aws-stub.ts";
import { findAssembly } from "./build.ts";
import { holdLock } from "./lock.ts";
import { openFindings } from "./nag-report.ts";
import { run } from "./run.ts";
import { siteHash, stackHash } from "./source-hash.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "build-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A zombie is dead and only waits for its parent to notice.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
};

describe("the stub of AWS", () => {
  const ask = async (url: string, form: Record<string, string>) => {
    const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
    return { status: response.status, text: await response.text() };
  };

  test("answers who we are and that both bootstrap stacks are there", async () => {
    await using stub = await startAwsStub();
    expect((await ask(stub.url, { Action: "GetCallerIdentity" })).text).toContain("<Account>000000000000<");
    for (const [name, version] of [
      ["CDKToolkit", "<OutputValue>21<"],
      ["SSTBootstrap", "<OutputValue>7.4<"],
    ] as const) {
      const { text } = await ask(stub.url, { Action: "DescribeStacks", StackName: name });
      expect(text).toContain(version);
    }
  });

  test("refuses what a build has no business asking", async () => {
    await using stub = await startAwsStub();
    expect((await ask(stub.url, { Action: "CreateStack", StackName: "x" })).status).toBe(501);
    expect((await ask(stub.url, { Action: "DescribeStacks", StackName: "other" })).status).toBe(501);
  });
});

describe("the lock", () => {
  test("is held by one at a time", async () => {
    const path = join(folder, "lock");
    const order: string[] = [];
    const first = await holdLock(path);
    const second = holdLock(path).then((lock) => {
      order.push("second");
      lock[Symbol.dispose]();
    });
    order.push("first is done");
    first[Symbol.dispose]();
    await second;
    expect(order).toEqual(["first is done", "second"]);
    expect(existsSync(path)).toBe(false);
  });

  test("of a process that died is taken over", async () => {
    const path = join(folder, "lock");
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    writeFileSync(path, String(pid));
    using _lock = await holdLock(path);
    expect(readFileSync(path, "utf8")).toBe(String(process.pid));
  });
});

describe("a command", () => {
  test("that fails is told with all it said, and leaves no child behind", async () => {
    const script = `sleep 300 & echo $! > ${folder}/pid; echo "what went wrong" >&2; exit 3`;
    await expect(run("sh", ["-c", script], { cwd: folder, env: process.env })).rejects.toThrow(
      /ended with 3\n.*what went wrong/s,
    );
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });
});

describe("the hash of the sources", () => {
  const options = { stage: "laptop", site: false };
  const source = (path: string, text: string) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  test("changes with a source, the stage and what is read while synthesising, and with nothing else", () => {
    source("packages/core/src/kit/a.ts", "1");
    const before = stackHash(folder, options);
    expect(stackHash(folder, options)).toBe(before);
    source("packages/core/src/kit/a.test.ts", "a test");
    source("packages/core/node_modules/b.ts", "not ours");
    source("packages/web/src/app/page.tsx", "the site, which this build leaves out");
    expect(stackHash(folder, options)).toBe(before);

    expect(stackHash(folder, { ...options, stage: "other" })).not.toBe(before);
    source(".env", "WEB_ORIGIN=https://studio.example");
    const withOrigin = stackHash(folder, options);
    expect(withOrigin).not.toBe(before);
    source("packages/core/src/kit/a.ts", "2");
    expect(stackHash(folder, options)).not.toBe(withOrigin);
  });

  test("of the site changes with what it shares with the API, and not with a stack", () => {
    source("packages/core/src/user/schema.ts", "1");
    const before = siteHash(folder);
    source("stacks/web.ts", "a stack");
    expect(siteHash(folder)).toBe(before);
    source("packages/core/src/user/schema.ts", "2");
    expect(siteHash(folder)).not.toBe(before);
  });
});

describe("an assembly that stands", () => {
  const put = (folderName: string, hash: string) => {
    mkdirSync(join(folder, folderName), { recursive: true });
    writeFileSync(join(folder, folderName, ".build.json"), JSON.stringify({ hash }));
  };
  const hashOf = (site: boolean) => stackHash(folder, { stage: "laptop", site });
  const found = (options: { site: boolean; directory?: string }) =>
    findAssembly(folder, { stage: "laptop", ...options });

  test("is taken where it is of these sources, and one with the site for one without", () => {
    put(".sst/dist-fast", hashOf(false));
    expect(found({ site: true })).toBeUndefined();
    expect(found({ site: false })).toBe(join(folder, ".sst/dist-fast"));
    put(".sst/dist", hashOf(true));
    expect(found({ site: true })).toBe(join(folder, ".sst/dist"));
    expect(found({ site: false })).toBe(join(folder, ".sst/dist"));
  });

  test("of other sources, another stage or elsewhere is not", () => {
    put(".sst/dist", "of other sources");
    expect(found({ site: false })).toBeUndefined();
    put(".sst/dist", hashOf(true));
    expect(findAssembly(folder, { stage: "other", site: false })).toBeUndefined();
    expect(found({ site: false, directory: "elsewhere" })).toBeUndefined();
  });
});

describe("cdk-nag's report", () => {
  const report = (...compliance: string[]) =>
    writeFileSync(
      join(folder, "AwsSolutions-x-NagReport.json"),
      JSON.stringify({
        lines: compliance.map((each) => ({
          ruleId: "R",
          resourceId: "x",
          compliance: each,
          ruleInfo: "why",
        })),
      }),
    );

  test("tells what is neither mended nor excused", () => {
    report("Compliant", "Suppressed", "Non-Compliant", "UNKNOWN");
    expect(openFindings(folder)).toHaveLength(2);
  });

  test("that was never written is no good news", () => {
    expect(() => openFindings(folder)).toThrow("no cdk-nag report");
  });
});

describe("npm within a build", () => {
  const shim = join(import.meta.dirname, "bin/npm");
  const install = (...args: string[]) =>
    spawnSync(shim, ["install", ...args], { cwd: folder, encoding: "utf8" });

  test("skips an installation of nothing", () => {
    writeFileSync(join(folder, "package.json"), '{"dependencies":{}}');
    expect(install("--omit=dev").status).toBe(0);
    expect(existsSync(join(folder, "node_modules"))).toBe(false);
  });

  test("refuses to install something", () => {
    writeFileSync(join(folder, "package.json"), '{"dependencies":{"left-pad":"*"}}');
    expect(install("--omit=dev")).toMatchObject({ status: 1, stderr: expect.stringContaining("offline") });
    expect(install("--os=linux", "sharp@0.35.5").status).toBe(1);
  });

  test("does everything else as ever", () => {
    const env = { ...process.env, PATH: `${join(import.meta.dirname, "bin")}:${process.env.PATH}` };
    expect(execFileSync(shim, ["--version"], { encoding: "utf8", env })).toMatch(/^\d+\./);
  });
});
