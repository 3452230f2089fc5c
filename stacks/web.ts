import { Duration } from "aws-cdk-lib/core";
import { NextjsSite, type StackContext, use } from "sst/constructs";
import { Api } from "./api.ts";
import { webOrigin } from "./lib/stage.ts";
import { Secrets } from "./secrets.ts";

/**
 * Tells the server function the viewer's address, which CloudFront alone knows: whatever a browser sends under
 * this name is written over. `x-forwarded-for` would carry what the browser claims as well.
 */
class ViewerSite extends NextjsSite {
  protected override plan(...args: Parameters<NextjsSite["plan"]>) {
    const plan = super.plan(...args);
    plan.cloudFrontFunctions?.serverCfFunction?.injections.push(
      'request.headers["x-viewer-address"] = { value: event.viewer.ip };',
    );
    return plan;
  }
}

/** The site: CloudFront before a Lambda that renders, built by OpenNext in the version the lock names. */
export function Web({ stack }: StackContext) {
  const { api } = use(Api);
  const { Session, Site } = use(Secrets);
  const site = new ViewerSite(stack, "web", {
    path: "packages/web",
    runtime: "nodejs24.x",
    // `npm run build` has built it already, or found that nothing changed.
    buildCommand: process.env.SITE_IS_BUILT === "1" ? "true" : "npx open-next build",
    openNextVersion: "4.1.12",
    bind: [Session, Site],
    // The origin decides whether the session's cookie is a secure one.
    environment: { API_URL: api.url, NEXTAUTH_URL: webOrigin() },
    // What a function answers that crashed or ran out of time is no page, and no words for a person.
    cdk: {
      distribution: {
        errorResponses: [502, 504].map((httpStatus) => ({
          httpStatus,
          responseHttpStatus: httpStatus,
          responsePagePath: "/unavailable.html",
          ttl: Duration.seconds(0),
        })),
      },
    },
  });
  stack.addOutputs({ SiteUrl: site.url });
}
