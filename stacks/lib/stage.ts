import type { App } from "sst/constructs";

/** Stages that hold other people's data: nothing in them is deleted with its stack. */
export const isPermanent = (app: App): boolean => app.stage === "production" || app.stage === "staging";

/** Names the app and its stage in every metric and log line, so that two stages of one account stay apart. */
export const serviceName = (app: App): string => `${app.name}-${app.stage}`;

/** Where the browser comes from: the only origin the API allows, and the base of links in e-mails. */
export const webOrigin = (): string => process.env.WEB_ORIGIN || "http://localhost:3000";

/** What a build on this machine synthesises by default; it runs here and is never deployed. */
export const isLaptop = (app: App): boolean => app.stage === "laptop";
