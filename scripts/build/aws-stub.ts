import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const ACCOUNT = "000000000000";

const bootstrapOutputs: Record<string, Record<string, string>> = {
  CDKToolkit: { BootstrapVersion: "21", BucketName: "cdk-assets", BucketDomainName: "cdk-assets.invalid" },
  SSTBootstrap: { Version: "7.4", BucketName: "sst-bootstrap" },
};

/**
 * The two questions `sst build` asks AWS, answered here: who am I (STS), and are the CDK and SST bootstrap
 * stacks there (CloudFormation). Anything else is refused, so that a build which asks for more fails loudly.
 */
export async function startAwsStub(): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    const answer = answerTo(form.get("Action"), form.get("StackName"));
    response.writeHead(answer ? 200 : 501, { "content-type": "text/xml" });
    response.end(
      answer ?? `<Error><Message>The build stub does not know ${form.get("Action")}</Message></Error>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerTo(action: string | null, stackName: string | null): string | undefined {
  if (action === "GetCallerIdentity") {
    return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
      <Arn>arn:aws:iam::${ACCOUNT}:user/build</Arn><UserId>build</UserId><Account>${ACCOUNT}</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>`;
  }
  const outputs = bootstrapOutputs[stackName ?? ""];
  if (action !== "DescribeStacks" || !outputs) return undefined;
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
    <DescribeStacksResult><Stacks><member>
      <StackName>${stackName}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
      <Outputs>${members.join("")}</Outputs>
    </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}
