import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { type Client, clientOf } from "./api-type.ts";
import { answerOf, Refusal } from "./refusal.ts";
import { openSession, type Session, sessionCookie } from "./session.ts";

/** Who is signed in, or undefined. */
export async function findSession(): Promise<Session | undefined> {
  return openSession((await cookies()).get(sessionCookie().name)?.value);
}

/** Who is signed in; sends everybody else to sign in and back to `path`. */
export async function requireSession(path: string): Promise<Session> {
  const session = await findSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  return session;
}

/**
 * Asks the API as whoever is signed in, for a page at `path`. A session that has ended leads to the sign-in
 * page, an object that is not there to the 404 page; every other refusal is thrown.
 */
export async function ask<Answer>(path: string, request: (api: Client) => Promise<Answer>) {
  return (await find(path, request)) ?? notFound();
}

/** The same for what a page can do without: undefined when it is not there. */
export async function find<Answer>(path: string, request: (api: Client) => Promise<Answer>) {
  const session = await requireSession(path);
  const api = clientOf(process.env.API_URL ?? "", {
    headers: { authorization: `Bearer ${session.accessToken}` },
  });
  try {
    return await answerOf(request(api));
  } catch (error) {
    if (error instanceof Refusal && error.status === 401)
      redirect(`/sign-in?next=${encodeURIComponent(path)}`);
    // An id that cannot be one is an address that leads nowhere.
    if (error instanceof Refusal && (error.status === 404 || error.status === 400)) return undefined;
    throw error;
  }
}
