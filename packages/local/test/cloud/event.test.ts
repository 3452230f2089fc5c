import { describe, expect, test } from "vitest";
import { eventually } from "./fixture/client.ts";
import { startFixture } from "./fixture/running.ts";

const fixture = startFixture();

describe("queues", () => {
  test("hand a message to their function", async () => {
    expect((await fixture.client.act("send", { id: "q1" })).status).toBe(200);
    await eventually(
      () => fixture.client.seen("work q1"),
      (seen) => seen === 1,
    );
  });

  test("move only the message that keeps failing to the dead letters, and repeat no other for it", async () => {
    await Promise.all(["good1", "poison1", "good2", "good3"].map((id) => fixture.client.act("send", { id })));
    const state = await eventually(
      () => fixture.client.state(),
      ({ queues }) => queues[0]?.deadLetterDepth === 1,
    );
    const deadLetterQueue = state.queues[0]?.deadLetterQueue;
    const dead = await (await fetch(`${fixture.cloud.console}/queues/${deadLetterQueue}`)).json();
    expect(dead).toMatchObject({ messages: [{ body: '{"id":"poison1"}' }] });
    const counts = await Promise.all(
      ["good1", "good2", "good3", "poison1"].map((id) => fixture.client.seen(`work ${id}`)),
    );
    expect(counts).toEqual([1, 1, 1, 2]);
  });

  test("take what a rule of the bus sends, in the rule's own shape", async () => {
    await fixture.client.act("event", { type: "thing.queued", id: "ignored" });
    await eventually(
      () => fixture.client.seen("work from-bus"),
      (seen) => seen === 1,
    );
  });
});

describe("the bus", () => {
  test("invokes the function whose rule matches, and no other", async () => {
    await fixture.client.act("event", { type: "thing.done", id: "b1" });
    await fixture.client.act("event", { type: "thing.unheard", id: "b2" });
    await eventually(
      () => fixture.client.seen("notify b1"),
      (seen) => seen === 1,
    );
    expect(await fixture.client.seen("notify b2")).toBe(0);
    const { events } = await fixture.client.state();
    expect(events.find((event) => event.detail_type === "thing.unheard")?.matched).toBe(0);
  });

  test("gives a failing function Lambda's two retries", async () => {
    await fixture.client.act("event", { type: "thing.done", id: "flaky1" });
    await eventually(
      () => fixture.client.seen("notify flaky1"),
      (seen) => seen === 3,
    );
  });

  test("runs schedules, by the clock and when asked", async () => {
    await eventually(
      () => fixture.client.seen("tick"),
      (seen) => seen >= 1,
    );
    const before = await fixture.client.seen("tick");
    expect((await fixture.client.post("/schedules/tick/run", {})).status).toBe(202);
    await eventually(
      () => fixture.client.seen("tick"),
      (seen) => seen > before,
    );
    expect((await fixture.client.post("/schedules/none/run", {})).status).toBe(404);
  });
});

describe("state machines", () => {
  const start = (name: string, subject: string) => fixture.client.act("start", { name, input: { subject } });
  const token = async (subject: string) =>
    (await eventually(
      () => fixture.client.valueOf(`token ${subject}`),
      (value) => value !== undefined,
    )) ?? "";

  test("run to the state that waits for an answer, and on with it", async () => {
    const { body } = await start("m1", "s1");
    expect((await fixture.client.act("succeed", { token: await token("s1") })).status).toBe(200);
    const ended = await eventually(
      () => fixture.client.act("describe", { arn: body.executionArn }),
      (one) => one.body.status !== "RUNNING",
    );
    expect(ended.body).toMatchObject({
      status: "SUCCEEDED",
      output: expect.stringContaining('"answer":"yes"'),
    });
  });

  test("catch the failure that was sent by its name", async () => {
    const { body } = await start("m2", "s2");
    await fixture.client.act("refuse", { token: await token("s2") });
    const ended = await eventually(
      () => fixture.client.act("describe", { arn: body.executionArn }),
      (one) => one.body.status !== "RUNNING",
    );
    expect(ended.body).toMatchObject({ status: "SUCCEEDED", output: '"refused"' });
  });

  test("start once by name: the same again is the same, another input is an error, and so is a name that is over", async () => {
    const first = await start("m3", "s3");
    expect((await start("m3", "s3")).body.executionArn).toBe(first.body.executionArn);
    expect((await start("m3", "other")).body).toMatchObject({ name: "ExecutionAlreadyExists" });
    await fixture.client.act("stop", { arn: first.body.executionArn });
    expect((await fixture.client.act("describe", { arn: first.body.executionArn })).body.status).toBe(
      "ABORTED",
    );
    expect((await start("m3", "s3")).body).toMatchObject({ name: "ExecutionAlreadyExists" });
    expect(await fixture.client.seen("step other prepare")).toBe(0);
  });

  test("refuse a token that was used, that is over, or that never was", async () => {
    const { body } = await start("m4", "s4");
    const known = await token("s4");
    await fixture.client.act("stop", { arn: body.executionArn });
    expect((await fixture.client.act("succeed", { token: known })).body).toMatchObject({
      name: "TaskTimedOut",
    });
    expect((await fixture.client.act("succeed", { token: "made up" })).body).toMatchObject({
      name: "TaskDoesNotExist",
    });
  });
});
