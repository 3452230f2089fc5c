import type { ScaledClock } from "./scaled-clock.ts";

export type SandboxRequest = {
  method: string;
  /** As sent (still percent-encoded), without the provider's prefix: `/v1/predictions`. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
};

/** An object body is sent as JSON, a buffer as it is with the content type of `headers`. */
export type SandboxResponse = { status: number; headers?: Record<string, string>; body?: unknown };

/** What one accepted call costs at the provider, in the units of the product's price table. */
export type Billable = {
  kind: string;
  model: string;
  unit: string;
  quantity: number;
  input?: number;
  output?: number;
};

export type CallContext = {
  callId: string;
  /** May be called after the response was sent, e.g. when a prediction ends. The last bill counts. */
  bill(billable: Billable): void;
  /** What the call was about (a prediction's id, a bucket key), shown in `/__calls`. */
  subject(text: string): void;
  clock: ScaledClock;
  seed: number;
};

export type Provider = {
  name: string;
  handle(request: SandboxRequest, call: CallContext): Promise<SandboxResponse>;
  /** The provider's own shape of an error, used when a fault strikes. */
  errorBody(status: 429 | 500 | 503, retryAfterSeconds?: number): SandboxResponse;
  /** What it answers to an image that it cannot read, where it looks at images. */
  unreadableImage?: SandboxResponse;
};
