import { z } from "zod";

const Body = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
  }),
});

/** The API's no: a stable code, and the fields to change where it is about some. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly fields: Record<string, string>;
  /** What Next shows of an error that a page throws; everything else is kept from the browser. */
  readonly digest: string;

  constructor(status: number, error: z.infer<typeof Body>["error"]) {
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
  const body: unknown = text ? JSON.parse(text) : undefined;
  if (response.ok) return body as OkBody<Answer>;
  const parsed = Body.safeParse(body);
  const unknown = { code: "internal", message: text.slice(0, 200), requestId: "" };
  throw new Refusal(response.status, parsed.success ? parsed.data.error : unknown);
}

/** What a typed response's `json()` answers with a status of success. */
type OkBody<Answer> = Answer extends { status: 200 | 201 | 202; json(): Promise<infer Body> } ? Body : never;
