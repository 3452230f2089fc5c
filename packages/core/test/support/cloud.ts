import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Fields = Record<string, unknown>;
export type Message = { queue: string; body: string };
export type BusEvent = { type: string; detail: { actor: unknown; body: Fields } };
export type Execution = {
  name: string;
  input: string;
  status: "RUNNING" | "ABORTED" | "FAILED" | "TIMED_OUT";
};
export type TaskAnswer = { token: string; output?: Fields; error?: string };

/**
 * SQS, EventBridge, Step Functions and DynamoDB at the wire, as far as the product calls them. Messages wait in
 * `messages` until a test takes them; `refuse` makes the next entries or calls fail as AWS would.
 */
export type Cloud = {
  url: string;
  messages: Message[];
  events: BusEvent[];
  executions: Map<string, Execution>;
  answers: TaskAnswer[];
  /** How many of the next entries of a batch are refused, how many of the next calls answer 500; whether a table never answers. */
  refuse: { entries: number; calls: number; isTableSilent: boolean };
  /** How many counts and places the limiter gave, and how many places are left. */
  limit: { used: number; left: number };
  /** What is remembered until it expires. */
  hints: Map<string, Fields>;
};

export const machineArn = "arn:aws:states:eu-west-1:000000000000:stateMachine:avatar-setup";

export async function startCloud(): Promise<Cloud> {
  const cloud: Omit<Cloud, "url"> = {
    messages: [],
    events: [],
    executions: new Map(),
    answers: [],
    refuse: { entries: 0, calls: 0, isTableSilent: false },
    limit: { used: 0, left: Number.POSITIVE_INFINITY },
    hints: new Map(),
  };
  const server = createServer((request, response) => {
    textOf(request).then((text) => {
      const target = String(request.headers["x-amz-target"] ?? "");
      if (cloud.refuse.isTableSilent && target.startsWith("DynamoDB")) return;
      const { status, body } = answer(cloud, target.split(".")[1] ?? "", JSON.parse(text || "{}") as Fields);
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
    }, response.destroy.bind(response));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    ...cloud,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
}

type Answer = { status: number; body: Fields };
const ok = (body: Fields): Answer => ({ status: 200, body });
const refused = (type: string, status = 400): Answer => ({ status, body: { __type: type, message: type } });

function answer(cloud: Omit<Cloud, "url">, operation: string, body: Fields): Answer {
  if (cloud.refuse.calls > 0) {
    cloud.refuse.calls -= 1;
    return refused("AccessDeniedException");
  }
  switch (operation) {
    case "SendMessage":
      return ok(accept(cloud, body, String(body.QueueUrl)));
    case "SendMessageBatch":
      return sendBatch(cloud, body);
    case "PutEvents":
      return putEvents(cloud, body);
    case "StartExecution":
      return startExecution(cloud, body);
    case "StopExecution":
      return stopExecution(cloud, String(body.executionArn));
    case "DescribeExecution":
      return describeExecution(cloud, String(body.executionArn));
    case "SendTaskSuccess":
    case "SendTaskFailure":
      cloud.answers.push({
        token: String(body.taskToken),
        ...(body.output ? { output: JSON.parse(String(body.output)) as Fields } : {}),
        ...(body.error ? { error: String(body.error) } : {}),
      });
      return String(body.taskToken).startsWith("stale") ? refused("TaskTimedOut") : ok({});
    case "GetItem":
      return ok({ Item: { full_at: { N: String(Date.now() + 60_000) } } });
    case "UpdateItem":
      if (keyOf(body).startsWith("webhook.")) return remember(cloud, body);
      if (cloud.limit.used >= cloud.limit.left) return refused("ConditionalCheckFailedException");
      cloud.limit.used += 1;
      return ok({ Attributes: { used: { N: String(cloud.limit.used) } } });
    default:
      return refused("UnknownOperationException");
  }
}

function remember({ hints }: { hints: Map<string, Fields> }, body: Fields): Answer {
  const values = body.ExpressionAttributeValues as Record<string, { N: string }>;
  const known = hints.get(keyOf(body)) as { expires_at: { N: string } } | undefined;
  if (body.ConditionExpression && Number(known?.expires_at.N ?? 0) > Number(values[":now"]?.N)) {
    return refused("ConditionalCheckFailedException");
  }
  hints.set(keyOf(body), { expires_at: values[":expires"] });
  return ok({});
}

const keyOf = (body: Fields): string => (body.Key as { key: { S: string } }).key.S;

function accept(cloud: { messages: Message[] }, entry: Fields, queueUrl: string): Fields {
  const body = String(entry.MessageBody);
  cloud.messages.push({ queue: queueUrl.split("/").at(-1) ?? "", body });
  return { MessageId: `m${cloud.messages.length}`, MD5OfMessageBody: md5(body) };
}

function sendBatch(cloud: Pick<Cloud, "messages" | "refuse">, body: Fields): Answer {
  const [taken, failed]: [Fields[], Fields[]] = [[], []];
  for (const entry of body.Entries as Fields[]) {
    if (cloud.refuse.entries > 0) {
      cloud.refuse.entries -= 1;
      failed.push({ Id: entry.Id, Code: "ServiceUnavailable", SenderFault: false, Message: "try again" });
    } else {
      taken.push({ Id: entry.Id, ...accept(cloud, entry, String(body.QueueUrl)) });
    }
  }
  return ok({ Successful: taken, Failed: failed });
}

function putEvents(cloud: Pick<Cloud, "events" | "refuse">, body: Fields): Answer {
  const entries = (body.Entries as Fields[]).map((entry) => {
    if (cloud.refuse.entries > 0) {
      cloud.refuse.entries -= 1;
      return { ErrorCode: "InternalFailure", ErrorMessage: "try again" };
    }
    cloud.events.push({ type: String(entry.DetailType), detail: JSON.parse(String(entry.Detail)) });
    return { EventId: String(cloud.events.length) };
  });
  return ok({ FailedEntryCount: entries.filter((entry) => "ErrorCode" in entry).length, Entries: entries });
}

/** The same name and input is the same execution while it runs; afterwards the name is taken. */
function startExecution({ executions }: Pick<Cloud, "executions">, body: Fields): Answer {
  const arn = `${machineArn.replace("stateMachine", "execution")}:${String(body.name)}`;
  const input = String(body.input);
  const known = executions.get(arn);
  if (known && (known.status !== "RUNNING" || known.input !== input))
    return refused("ExecutionAlreadyExists");
  executions.set(arn, known ?? { name: String(body.name), input, status: "RUNNING" });
  return ok({ executionArn: arn, startDate: Math.round(Date.now() / 1000) });
}

function stopExecution({ executions }: Pick<Cloud, "executions">, arn: string): Answer {
  const known = executions.get(arn);
  if (!known) return refused("ExecutionDoesNotExist");
  executions.set(arn, { ...known, status: "ABORTED" });
  return ok({ stopDate: Math.round(Date.now() / 1000) });
}

function describeExecution({ executions }: Pick<Cloud, "executions">, arn: string): Answer {
  const known = executions.get(arn);
  return known ? ok({ executionArn: arn, ...known }) : refused("ExecutionDoesNotExist");
}

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}
