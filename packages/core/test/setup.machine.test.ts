import { Overview, Setup } from "@vixen/core/avatar";
import { describe, expect, it } from "vitest";
import { cloud, database, useWorld } from "./harness.ts";
import { armCrash, restart } from "./support/crash.ts";
import { pump, repair } from "./support/pump.ts";
import { begunSetup } from "./support/setup.ts";

useWorld();

describe("The setup machine", () => {
  it.each(["setup.claimed", "setup.called"])(
    "is started once although its starter died at %s",
    async (point) => {
      const { tenant, avatarId, runId } = await begunSetup();
      const executions = () => [...cloud().executions.values()].filter(({ name }) => name === runId);
      armCrash(point);
      await expect(tenant.as(() => Setup.begin(avatarId, runId))).rejects.toThrow();
      await restart();
      await tenant.as(() => Setup.begin(avatarId, runId));
      await tenant.as(() => Setup.begin(avatarId, runId));
      expect(executions()).toHaveLength(1);
      const [run] = await database()`select execution_arn from setup_runs where id = ${runId}`;
      expect(run?.execution_arn).toContain(runId);
    },
  );

  it("is not started for a run that was canceled, nor again for one that has ended", async () => {
    const { tenant, avatarId, runId } = await begunSetup();
    await tenant.as(() => Setup.begin(avatarId, runId));
    for (const execution of cloud().executions.values()) execution.status = "ABORTED";
    await tenant.as(() => Setup.begin(avatarId, runId));
    await tenant.as(() => Setup.cancel(avatarId));
    cloud().executions.clear();
    await tenant.as(() => Setup.begin(avatarId, runId));
    expect(cloud().executions.size).toBe(0);
  });

  it("remembers how long its steps took, for the next setup, whoever it is for", async () => {
    const { tenant, avatarId, runId } = await begunSetup();
    const took = async (step: "generate-dataset" | "train-lora", seconds: number, run = runId) => {
      await tenant.as(() => Setup.beginStep(run, step));
      await tenant.as(() => Setup.endStep(run, step));
      await database()`
        update setup_steps set started_at = ended_at - ${seconds} * interval '1 second'
        where run_id = ${run} and step = ${step}`;
    };
    await took("generate-dataset", 40);
    await tenant.as(() => Setup.recordFailure(avatarId, runId, { code: "x", message: "x" }));
    await tenant.as(() => Setup.retry(avatarId));
    const [{ id: again }] = await database()<[{ id: string }]>`
      select id from setup_runs where avatar_id = ${avatarId} and status = 'running'`;
    // The second run finds the pictures there.
    await took("generate-dataset", 0, again);
    await took("train-lora", 300, again);
    await database()`delete from step_paces`;
    await tenant.as(() => Setup.finish(avatarId, again));
    const next = await begunSetup(3);
    const expected = async (step: "generate-dataset" | "train-lora") => {
      await next.tenant.as(() => Setup.beginStep(next.runId, step));
      const { setup } = await next.tenant.tx(() => Overview.get(next.avatarId));
      return setup?.steps.find((one) => one.step === step)?.expectedSeconds;
    };
    expect([await expected("generate-dataset"), await expected("train-lora")]).toEqual([40, 300]);
    const paces = await database()`select runs from step_paces where step = 'train-lora'`;
    expect(paces).toMatchObject([{ runs: 1 }]);
  });

  it("fails with what ended it, not with what an earlier try of the step met", async () => {
    const { tenant, avatarId, runId } = await begunSetup();
    await tenant.as(() => Setup.beginStep(runId, "train-lora"));
    await tenant.as(() => Setup.endStep(runId, "train-lora", { code: "replicate_busy", message: "Later." }));
    // The second try began well and is waited for; then the provider says how the training ended.
    await tenant.as(() => Setup.beginStep(runId, "train-lora"));
    const failure = { code: "TrainingFailed", message: "Out of memory." };
    await tenant.as(() => Setup.recordFailure(avatarId, runId, failure));
    const [run] = await database()`
      select error_step, error_code, error_message from setup_runs where id = ${runId}`;
    expect(run).toEqual({
      error_step: "train-lora",
      error_code: failure.code,
      error_message: failure.message,
    });
  });

  it("ends a run once, well or badly", async () => {
    const { tenant, avatarId, runId } = await begunSetup();
    await tenant.as(() => Setup.finish(avatarId, runId));
    await tenant.as(() => Setup.finish(avatarId, runId));
    await tenant.as(() => Setup.recordFailure(avatarId, runId, { code: "late", message: "too late" }));
    const [avatar] = await database()`select status from avatars where id = ${avatarId}`;
    expect(avatar?.status).toBe("ready");
    const mine = cloud().events.filter(({ detail }) => detail.body.avatarId === avatarId);
    expect(mine.map(({ type }) => type)).toEqual([
      "avatar.created",
      "avatar.setup_requested",
      "avatar.ready",
    ]);
    await pump();
    await repair();
  });
});
