"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { keepCookie } from "./browser-cookie.ts";

/** The pages whose lists are about all avatars or one; `?avatar=` says which. */
const filtered = ["/", "/library", "/library/review", "/costs", "/costs/entries", "/costs/unanswered"];
/** What of an address belongs to one avatar's list: a page of it, one of its batches. */
const ofOneList = ["cursor", "batch", "batchId"];

const Remembered = createContext<{ id: string | undefined; remember: (id: string | undefined) => void }>({
  id: undefined,
  remember: () => undefined,
});

/** Keeps the avatar that was chosen last, in this browser and across pages. */
export function AvatarFilterProvider({
  initial,
  children,
}: {
  initial: string | undefined;
  children: ReactNode;
}) {
  const [id, setId] = useState(initial);
  const remember = useCallback((next: string | undefined) => {
    setId(next);
    keepCookie("avatar", next);
  }, []);
  return <Remembered value={{ id, remember }}>{children}</Remembered>;
}

/**
 * The avatar that lists are about: what the address says where it can say it, elsewhere what was chosen last. On
 * pages about costs it may be `none`, what belongs to no avatar.
 */
export function useAvatarFilter() {
  const { id, remember } = useContext(Remembered);
  const path = usePathname();
  const search = useSearchParams();
  const isFiltered = filtered.includes(path);
  const avatarId = isFiltered ? (search.get("avatar") ?? undefined) : id;

  /** Where choosing `next` leads from here; undefined where nothing is filtered. */
  function addressOf(next: string | undefined): string | undefined {
    if (!isFiltered) return undefined;
    const query = new URLSearchParams(search);
    for (const name of ofOneList) query.delete(name);
    if (next) query.set("avatar", next);
    else query.delete("avatar");
    return query.size > 0 ? `${path}?${query}` : path;
  }

  /** A section's address with the avatar that was chosen last. */
  const withAvatar = (target: string): string =>
    avatarId && avatarId !== "none" && filtered.includes(target)
      ? `${target}?avatar=${encodeURIComponent(avatarId)}`
      : target;

  return { avatarId, isFiltered, remember, addressOf, withAvatar };
}
