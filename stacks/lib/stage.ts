import type { App } from "sst/constructs";

/** Stages that hold other people's data: nothing in them is deleted with its stack. */
export const isPermanent = (app: App): boolean => app.stage === "production" || app.stage === "staging";

/** Where the browser comes from: the only origin the API allows, and the base of links in e-mails. */
export const webOrigin = (): string => process.env.WEB_ORIGIN ?? "http://localhost:3000";
