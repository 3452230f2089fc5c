import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";

/** Clients are made on first use and kept for the container's life. */
function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

// A hung connection must not eat the function's whole time; the SDK's own default is to wait for ever.
const requestHandler = { connectionTimeout: 2_000, requestTimeout: 10_000 };

export const sqs = lazy(() => new SQSClient({ requestHandler }));
export const eventBridge = lazy(() => new EventBridgeClient({ requestHandler }));
export const stepFunctions = lazy(() => new SFNClient({ requestHandler }));
