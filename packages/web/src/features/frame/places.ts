import { CircleUser, Images, ReceiptText, Sun } from "lucide-react";

/** The sections of the rail. One without a page is absent, not dead. */
export const places = [
  { path: "/", name: "today", Icon: Sun },
  { path: "/avatars", name: "avatars", Icon: CircleUser },
  { path: "/library", name: "library", Icon: Images },
  { path: "/costs", name: "costs", Icon: ReceiptText },
] as const;
