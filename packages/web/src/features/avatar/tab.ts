export const tabs = ["setup", "identity", "dataset", "model", "content", "costs", "safety"] as const;
export type Tab = (typeof tabs)[number];
