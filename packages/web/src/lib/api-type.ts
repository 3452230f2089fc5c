import type { Api } from "@vixen/functions/api/main.ts";
import type { ClientRequestOptions, InferResponseType } from "hono/client";
import { hc } from "hono/client";

/** The API's client at `base`: only types cross from the API, none of its code. */
export const clientOf = (base: string, options?: ClientRequestOptions) => hc<Api>(base, options).api.v1;

export type Client = ReturnType<typeof clientOf>;
type Avatars = Client["avatars"];
type Content = Client["content"];
type Costs = Client["costs"];

export type Activity = InferResponseType<Client["activity"]["$get"], 200>;
export type Job = Activity["jobs"][number];
export type Need = Activity["needs"][number];
export type ActivityNotice = Activity["notices"][number];
export type Avatar = InferResponseType<Avatars["$get"], 200>["items"][number];
/** A persona as it is just after it was made; every other answer about one has this much. */
export type NewAvatar = InferResponseType<Avatars["$post"], 201>;
export type AvatarDraft = InferResponseType<Avatars["drafts"][":draftId"]["$get"], 200>;
export type Verdict = InferResponseType<Avatars[":avatarId"]["verdicts"]["$get"], 200>["items"][number];
export type VerdictCounts = InferResponseType<Avatars[":avatarId"]["verdicts"]["counts"]["$get"], 200>;
export type CityLookup = InferResponseType<Avatars["cities"]["$get"], 200>;
export type AvatarOverview = InferResponseType<Avatars[":avatarId"]["$get"], 200>;
export type Removal = InferResponseType<Avatars[":avatarId"]["removal"]["$get"], 200>;
export type Candidate = InferResponseType<Avatars[":avatarId"]["candidates"]["$get"], 200>["items"][number];
export type Dataset = NonNullable<InferResponseType<Avatars[":avatarId"]["dataset"]["$get"], 200>["dataset"]>;
export type LoraVersion = InferResponseType<Avatars[":avatarId"]["training"]["$get"], 200>["items"][number];
export type Identity = InferResponseType<Avatars[":avatarId"]["identity"]["$get"], 200>;
export type Batch = InferResponseType<Content["batches"][":batchId"]["$get"], 200>;
export type Piece = InferResponseType<Content["pieces"]["$get"], 200>["items"][number];
export type PieceDetail = InferResponseType<Content["pieces"][":pieceId"]["$get"], 200>;
export type PieceCounts = InferResponseType<Content["pieces"]["counts"]["$get"], 200>;
export type FailureClass = InferResponseType<
  Content["batches"][":batchId"]["failures"]["$get"],
  200
>["items"][number];
export type Export = InferResponseType<Content["exports"]["$get"], 200>["items"][number];
export type SavedView = InferResponseType<Content["views"]["$get"], 200>["items"][number];
export type Estimate = InferResponseType<Costs["estimates"]["setup"]["$get"], 200>;
export type CostSummary = InferResponseType<Costs["summary"]["$get"], 200>;
export type CostComparison = InferResponseType<Costs["comparisons"]["$get"], 200>["items"][number];
export type CostEntry = InferResponseType<Costs["entries"]["$get"], 200>["items"][number];
export type UnansweredCall = InferResponseType<Costs["unanswered"]["$get"], 200>["items"][number];
export type User = InferResponseType<Client["auth"]["me"]["$get"], 200>;
export type Session = InferResponseType<Client["auth"]["sessions"]["$get"], 200>["items"][number];
