import { Confirm, Info, SignIn, Tokens } from "@vixen/core/user/schema.ts";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { clientHeader } from "./client-header.ts";
import { sessionCookie, sessionSeconds, tokensOf } from "./session.ts";
import { sessionSecret } from "./site-secret.ts";

/** Two ways in, by password and by the link in the mail; both end with the API's tokens in the sealed cookie. */
export async function authOptions(request: Headers): Promise<NextAuthOptions> {
  const device = { "user-agent": request.get("user-agent") ?? "", ...(await clientHeader(request)) };
  return {
    secret: await sessionSecret(),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: { sessionToken: sessionCookie() },
    providers: [
      Credentials({
        id: "password",
        credentials: { email: {}, password: {} },
        authorize: async (given) =>
          enter("sign-in", SignIn.parse({ email: given?.email, password: given?.password }), device),
      }),
      Credentials({
        id: "mail",
        credentials: { token: {} },
        authorize: async (given) => enter("confirm", Confirm.parse({ token: given?.token }), device),
      }),
    ],
    callbacks: {
      // Only ever called with a user when somebody signs in; later the proxy keeps the tokens.
      jwt: ({ token, user }) => (user ? { ...token, ...user } : token),
    },
  };
}

/** Throws an error whose message is the API's code: NextAuth hands exactly that to the form. */
async function enter(path: "sign-in" | "confirm", body: object, device: Record<string, string>) {
  const response = await call(`/api/v1/auth/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...device },
    body: JSON.stringify(body),
  });
  const tokens = tokensOf(Tokens.parse(response));
  const me = Info.parse(
    await call("/api/v1/auth/me", { headers: { authorization: `Bearer ${tokens.accessToken}` } }),
  );
  return { id: me.id, name: me.name, email: me.email, ...tokens };
}

async function call(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(new URL(path, process.env.API_URL), {
      ...init,
      signal: AbortSignal.timeout(20_000),
    });
  } catch (error) {
    throw new Error("unreachable", { cause: error });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer?.error?.code ?? "internal");
  return answer;
}
