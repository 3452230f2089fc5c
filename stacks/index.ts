import { Aspects } from "aws-cdk-lib/core";
import { AwsSolutionsChecks, NagReportFormat } from "cdk-nag";
import { type App, getStack } from "sst/constructs";
import { Alarms } from "./alarms.ts";
import { Api } from "./api.ts";
import { Avatar } from "./avatar.ts";
import { Bus } from "./bus.ts";
import { Content } from "./content.ts";
import { Database } from "./database.ts";
import { Generation } from "./generation.ts";
import { excuseFrameworkFindings } from "./lib/nag.ts";
import { isPermanent } from "./lib/stage.ts";
import { Outbox } from "./outbox.ts";
import { Secrets } from "./secrets.ts";
import { Storage } from "./storage.ts";
import { User } from "./user.ts";
import { Web } from "./web.ts";
import { Webhooks } from "./webhooks.ts";

/** In the order of deployment: a stack may `use` only what stands before it. */
const inOrder = [
  Secrets,
  Storage,
  Database,
  Bus,
  Webhooks,
  Content,
  Generation,
  Avatar,
  User,
  Outbox,
  Api,
  // OpenNext takes most of the build's time and the laptop cloud can start without the site.
  ...(process.env.WITHOUT_SITE === "1" ? [] : [Web]),
  Alarms,
];

export async function stacks(app: App) {
  app.setDefaultRemovalPolicy(isPermanent(app) ? "retain" : "destroy");
  for (const stack of inOrder) {
    await app.stack(stack);
    // New code never meets an old schema: whatever runs code is deployed after the migrator has run.
    if (inOrder.indexOf(stack) > inOrder.indexOf(Database)) getStack(stack).addDependency(getStack(Database));
    // SST puts a function for its custom resources into each stack. Only the site has such resources; the
    // stacks of secrets have nothing else, and CloudFormation takes no empty stack.
    if (![Secrets, Storage, Web].includes(stack as never)) {
      getStack(stack).node.tryRemoveChild("CustomResourceHandler");
    }
  }
  excuseFrameworkFindings(app);
  Aspects.of(app).add(new AwsSolutionsChecks({ verbose: true, reportFormats: [NagReportFormat.JSON] }));
}
