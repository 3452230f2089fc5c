/** The one address every SDK client of every function talks to: who is it, may they, and on to the service. */

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Decision } from "./policy.ts";
import { allows, type Principal, type Principals } from "./principal.ts";
import type { Needs, Service } from "./services.ts";
import { isSignedBy, readSignature } from "./signature.ts";
import {
  accessDenied,
  errorAnswer,
  readBody,
  type SdkAnswer,
  type SdkRequest,
  ServiceError,
  send,
} from "./wire.ts";

export type Denial = { at: string; function: string; action: string; resource: string };

export type FrontDoor = {
  server: Server;
  /** Until it is opened every call answers 503. */
  open(principals: Principals, services: Map<string, Service>): void;
  denials: Denial[];
};

const largestBody = 16 * 1024 * 1024;

/** What the caller lacks, if anything. */
function firstLacking(
  principal: Principal,
  needs: Needs,
): { action: string; resource: string; decision: Decision } | undefined {
  const decided = needs.actions.map(({ action, resource }) => ({
    action,
    resource,
    decision: allows(principal, action, resource, needs.context),
  }));
  if (needs.any && !decided.some(({ decision }) => decision === "denied")) {
    if (decided.some(({ decision }) => decision === "allowed")) return undefined;
  }
  return decided.find(({ decision }) => decision !== "allowed");
}

export function createFrontDoor(): FrontDoor {
  const denials: Denial[] = [];
  let opened: { principals: Principals; services: Map<string, Service> } | undefined;

  async function answer(request: IncomingMessage): Promise<SdkAnswer> {
    const signed = readSignature(request.headers.authorization);
    const service = signed?.service ?? "";
    try {
      if (!opened) throw new ServiceError("ServiceUnavailable", "The cloud is starting", 503);
      const body = await readBody(request, largestBody);
      if (!body) throw new ServiceError("RequestEntityTooLarge", "Request is too large", 413);
      if (!signed)
        throw new ServiceError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
      const [path = "/", query = ""] = (request.url ?? "/").split("?");
      const { method = "POST", headers } = request;
      const principal = opened.principals.byAccessKey(signed.accessKeyId);
      if (!principal) {
        throw new ServiceError(
          "UnrecognizedClientException",
          "The security token included in the request is invalid.",
          403,
        );
      }
      if (!isSignedBy(principal.secretAccessKey, { method, path, query, headers, body }, signed)) {
        const message = "The request signature we calculated does not match the signature you provided.";
        throw new ServiceError("InvalidSignatureException", message, 403);
      }
      const target = String(headers["x-amz-target"] ?? "");
      const sdk: SdkRequest = {
        method,
        path,
        query,
        headers,
        body,
        service,
        operation: target.split(".").at(-1) ?? "",
      };
      return await serve(opened.services, principal, sdk);
    } catch (error) {
      if (error instanceof ServiceError) return errorAnswer(service, error);
      console.error(`front door, ${service}:`, error);
      return errorAnswer(service, new ServiceError("InternalFailure", String(error), 500));
    }
  }

  async function serve(
    services: Map<string, Service>,
    principal: Principal,
    sdk: SdkRequest,
  ): Promise<SdkAnswer> {
    const found = services.get(sdk.service);
    if (!found) {
      throw new ServiceError(
        "UnknownOperationException",
        `The laptop cloud has no service ${sdk.service}`,
        501,
      );
    }
    const { needs, run } = found(sdk);
    const lacking = firstLacking(principal, needs);
    if (lacking) {
      const { action, resource, decision } = lacking;
      denials.push({ at: new Date().toISOString(), function: principal.label, action, resource });
      if (denials.length > 100) denials.shift();
      throw accessDenied(sdk.service, principal.arn, action, resource, decision === "denied");
    }
    return run();
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (answered) => send(response, answered),
      (error: unknown) => {
        console.error("front door:", error);
        response.destroy();
      },
    );
  });
  // Kept-alive connections of idle workers must not be closed under them: the SDK would see a reset.
  server.keepAliveTimeout = 120_000;
  return {
    server,
    denials,
    open(principals, services) {
      opened = { principals, services };
    },
  };
}
