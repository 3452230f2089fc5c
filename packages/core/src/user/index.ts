export * as EmailToken from "./email-token.ts";
export * as Mail from "./mail.ts";
export * as Password from "./password.ts";
export * as UserSchema from "./schema.ts";
export * as Session from "./session.ts";
export * as Token from "./token.ts";
export * as User from "./user.ts";
