type ErrorBody = { code: string; message: string; requestId: string; fields?: Record<string, string> };

/** The API's no: a stable code, and the fields to change where it is about some. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly fields: Record<string, string>;
  /** What Next shows of an error that a page throws; everything else is kept from the browser. */
  readonly digest: string;

  constructor(status: number, error: ErrorBody) {
    super(`${status} ${error.code} ${error.message}`);
    this.status = status;
    this.code = error.code;
    this.requestId = error.requestId;
    this.fields = error.fields ?? {};
    this.digest = error.requestId || error.code;
  }
}

/** The answer's body, or a thrown `Refusal`. */
export async function answerOf<Answer>(request: Promise<Answer>): Promise<OkBody<Answer>> {
  const response = (await request) as Response;
  const text = await response.text();
  if (response.ok) return (text ? JSON.parse(text) : undefined) as OkBody<Answer>;
  const unknown = { code: codeOf(response.status), message: text.slice(0, 200), requestId: "" };
  throw new Refusal(response.status, errorIn(parsed(text)) ?? unknown);
}

/** What refuses before the API does (a door in front of it) knows none of our codes, and need not answer JSON. */
function codeOf(status: number): string {
  if (status === 413) return "body_too_large";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "internal" : "refused";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a page of HTML, or nothing
  }
}

/** The error that an answer of ours holds. By hand: zod would be a sixth of the scripts of pages without a form. */
function errorIn(body: unknown): ErrorBody | undefined {
  const { error } = recordOf(body);
  const { code, message, requestId, fields } = recordOf(error);
  if (typeof code !== "string" || typeof message !== "string" || typeof requestId !== "string")
    return undefined;
  const sentences = Object.entries(recordOf(fields)).filter(
    (field): field is [string, string] => typeof field[1] === "string",
  );
  return { code, message, requestId, fields: Object.fromEntries(sentences) };
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {};

/** What a typed response's `json()` answers with a status of success. */
type OkBody<Answer> = Answer extends { status: 200 | 201 | 202; json(): Promise<infer Body> } ? Body : never;
