import { importPKCS8, importSPKI, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { secret } from "../kit/config.ts";
import { AppError } from "../kit/error.ts";
import { idSchema } from "../kit/id.ts";

const algorithm = "EdDSA";
const issuer = "vixenbliss";
/** Short, since a token is good until it ends even where nobody can look the session up. */
export const accessSeconds = 15 * 60;

const Claims = z.object({ sub: idSchema("user"), sid: idSchema("session") });

/** An access token for one session of one user. */
export async function sign(userId: string, sessionId: string): Promise<string> {
  const key = await importPKCS8(pem(await secret("AUTH_JWT_PRIVATE_KEY")), algorithm);
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setAudience(issuer)
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime(`${accessSeconds}s`)
    .sign(key);
}

/** Who a token speaks for. Throws AppError `token_expired` or `token_invalid`. */
export async function verify(token: string): Promise<{ userId: string; sessionId: string }> {
  // Outside the try: a key that cannot be had is our failure, not a bad token, and must sign nobody out.
  const key = await importSPKI(pem(await secret("AUTH_JWT_PUBLIC_KEY")), algorithm);
  try {
    const { payload } = await jwtVerify(token, key, { issuer, audience: issuer, algorithms: [algorithm] });
    const claims = Claims.parse(payload);
    return { userId: claims.sub, sessionId: claims.sid };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_JWT_EXPIRED") {
      throw new AppError(
        "auth",
        "token_expired",
        "Your access token has expired. Refresh it and repeat the request.",
      );
    }
    throw new AppError("auth", "token_invalid", "This access token is not valid. Sign in again.", {
      cause: error,
    });
  }
}

/** Keys in one environment line carry their line breaks as \n. */
const pem = (text: string): string => text.replaceAll("\\n", "\n");
