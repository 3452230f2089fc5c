import { Setup, SetupRun, sweepSetups } from "@vixen/core/avatar";
import * as Actor from "@vixen/core/kit/actor.ts";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { elapse } from "./support/pump.ts";
import { type Begun, begunSetup } from "./support/setup.ts";

useWorld();

const sweep = () => Actor.asSystem("sweep-setups", sweepSetups);
const runOf = ({ tenant, runId }: Begun) => tenant.tx(() => SetupRun.find(runId));
const statusOf = async ({ avatarId }: Begun) =>
  (await database()`select status from avatars where id = ${avatarId}`)[0]?.status;

/** The machine's execution ends as AWS would tell, without a word to the run's row. */
function end({ runId }: Begun, status: "FAILED" | "TIMED_OUT"): void {
  for (const [arn, execution] of cloud().executions) {
    if (execution.name === runId) cloud().executions.set(arn, { ...execution, status });
  }
}

async function started(): Promise<Begun> {
  const begun = await begunSetup();
  await begun.tenant.as(() => Setup.begin(begun.avatarId, begun.runId));
  return begun;
}

describe("A run whose machine ended without a word", () => {
  it.each(["FAILED", "TIMED_OUT"] as const)(
    "as %s is found by the sweep, and can be retried",
    async (status) => {
      const begun = await started();
      end(begun, status);
      expect(await sweep()).toEqual({ runsFailed: 0, runsBegun: 0 });
      await elapse();
      expect(await sweep()).toEqual({ runsFailed: 1, runsBegun: 0 });
      expect(await runOf(begun)).toMatchObject({ status: "failed", errorCode: "setup_stranded" });
      expect(await statusOf(begun)).toBe("failed");
      await elapse();
      expect(await sweep()).toEqual({ runsFailed: 0, runsBegun: 0 });
      expect(await begun.tenant.as(() => Setup.retry(begun.avatarId))).toMatchObject({ status: "training" });
    },
  );

  it("keeps the step and the reason that were written down before", async () => {
    const begun = await started();
    const failure = { code: "training_failed", message: "Out of memory." };
    await begun.tenant.as(() => Setup.beginStep(begun.runId, "train-lora"));
    await begun.tenant.as(() => Setup.endStep(begun.runId, "train-lora", failure));
    end(begun, "FAILED");
    await elapse();
    await sweep();
    expect(await runOf(begun)).toMatchObject({ errorStep: "train-lora", errorCode: "training_failed" });
  });
});

describe("The sweep of setups", () => {
  it("leaves alone what goes on, and what its owner canceled", async () => {
    const [going, canceled] = [await started(), await started()];
    await canceled.tenant.as(() => Setup.cancel(canceled.avatarId));
    end(canceled, "FAILED");
    await elapse();
    expect(await sweep()).toEqual({ runsFailed: 0, runsBegun: 0 });
    expect([await statusOf(going), await statusOf(canceled)]).toEqual(["training", "canceled"]);
  });

  it("begins a run whose message was lost", async () => {
    const begun = await begunSetup();
    await elapse();
    expect(await sweep()).toEqual({ runsFailed: 0, runsBegun: 1 });
    const names = [...cloud().executions.values()].map(({ name }) => name);
    expect(names.filter((name) => name === begun.runId)).toHaveLength(1);
  });

  it("asks each minute about a run once, whoever sweeps", async () => {
    const begun = await started();
    end(begun, "FAILED");
    await elapse();
    const swept = await Promise.all([sweep(), sweep()]);
    expect(swept.map(({ runsFailed }) => runsFailed).sort()).toEqual([0, 1]);
    const told = cloud().events.filter(({ type }) => type === "avatar.setup_failed");
    expect(told).toHaveLength(1);
  });
});
