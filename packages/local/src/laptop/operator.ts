import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(`${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

const retried = new Set([429, 500, 502, 503, 504]);

/** An operator at the keyboard: everything through the public API, a failed request is repeated with its key. */
export class Operator {
  #api: () => string;
  #token: string | undefined;
  #credentials: { email: string; password: string } | undefined;

  constructor(api: () => string) {
    this.#api = api;
  }

  /** Opens an account, confirms it with the link in the mail, and signs in; an account that is there is used. */
  async signIn(
    credentials: { email: string; password: string },
    /** The newest first. */
    mails: () => Promise<{ to: string; text: string }[]>,
  ) {
    this.#credentials = credentials;
    const known = await this.#authenticate().catch(() => false);
    if (known) return;
    await this.post("/auth/sign-up", { ...credentials, name: "Demo", language: "en" });
    // A cloud that dies over this very mail needs its time to come back and send it again.
    for (const end = Date.now() + 180_000; Date.now() < end; ) {
      const mail = (await mails()).find((sent) => sent.to === credentials.email);
      const token = mail ? /token=([\w-]+)/.exec(mail.text)?.[1] : undefined;
      // A mail that is sent again has another link, and the one before it leads nowhere.
      if (token && (await this.#confirm(token))) return;
      await sleep(100);
    }
    throw new Error(`No mail to ${credentials.email} arrived.`);
  }

  get<T>(path: string): Promise<T> {
    return this.#request<T>("GET", path);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#request<T>("POST", path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#request<T>("PATCH", path, body);
  }

  delete<T>(path: string): Promise<T> {
    return this.#request<T>("DELETE", path);
  }

  async #confirm(token: string): Promise<boolean> {
    try {
      await this.post("/auth/confirm", { token });
    } catch (error) {
      if (error instanceof ApiError && error.code === "link_invalid") return false;
      throw error;
    }
    return this.#authenticate();
  }

  async #authenticate(): Promise<boolean> {
    const answer = await this.#request<{ accessToken: string }>("POST", "/auth/sign-in", this.#credentials);
    this.#token = answer.accessToken;
    return true;
  }

  async #request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const key = randomUUID();
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#send<T>(method, path, key, body);
      } catch (error) {
        const isExpired = error instanceof ApiError && error.code === "token_expired";
        if (isExpired) await this.#authenticate();
        const isOurs = !(error instanceof ApiError) || retried.has(error.status);
        if (attempt >= 60 || !(isOurs || isExpired)) throw error;
        await sleep(Math.min(1_000, 50 * 2 ** attempt));
      }
    }
  }

  async #send<T>(method: string, path: string, key: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.#api()}/api/v1${path}`, {
      method,
      headers: {
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const answer = text ? JSON.parse(text) : undefined;
    if (response.ok) return answer as T;
    const { code = "unknown", message = text } = answer?.error ?? {};
    throw new ApiError(response.status, code, message);
  }
}
