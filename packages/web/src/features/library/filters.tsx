"use client";

import { likenesses, ratios, tiers } from "@vixen/core/content/vocabulary.ts";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState, useTransition } from "react";
import { useKeys } from "../../lib/use-keys.ts";
import { useShown } from "../../lib/use-shown.ts";
import { Button, buttonVariants } from "../../ui/button.tsx";
import { InputField, SelectField } from "../../ui/field.tsx";
import { LinkPending, Pending } from "../../ui/pending.tsx";
import { Strip } from "../../ui/strip.tsx";
import { totalOf, useCounts } from "./counts.tsx";
import { DayField } from "./day-field.tsx";
import { changed, type Query } from "./query.ts";

const states = ["review", "ready", "rejected", "blocked", "failed", "generating", "canceled"] as const;
const narrowing = [
  "avatarId",
  "ratio",
  "tier",
  "likeness",
  "tag",
  "templateId",
  "from",
  "to",
  "sort",
] as const;
type Props = {
  query: Query;
  avatars: { id: string; name: string }[];
  tags: string[];
  templates: { id: string; name: string }[];
};

/** What the library is narrowed to; all of it stands in the address. */
export function Filters({ query, avatars, tags, templates }: Props) {
  const counts = useCounts();
  const t = useTranslations("library");
  const many = useTranslations("content");
  const sorts = useTranslations("pieceSort");
  const keys = useTranslations("libraryKeys");
  const tier = useTranslations("pieceTier");
  const likeness = useTranslations("pieceLikeness");
  const router = useRouter();
  const search = useShown(query.q ?? "");
  const [isPending, start] = useTransition();
  // On a phone the pieces come first; there what narrows them opens on a touch.
  const [isOpen, setOpen] = useState(false);
  const go = (change: Query) =>
    start(() => router.replace(`/library?${changed(query, change)}`, { scroll: false }));
  useKeys(t("search"), [{ key: "/", label: keys("search"), run: () => search.current?.focus() }]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    go({ q: String(new FormData(event.currentTarget).get("q") ?? "").trim() });
  };
  const { sort: _sort, ...filter } = query;
  if (!counts || (totalOf(counts, undefined) === 0 && Object.keys(filter).length === 0)) return null;
  return (
    <div className="relative grid gap-4" aria-busy={isPending}>
      <Strip label={t("byState")} current={query.status} className="-mx-4 px-4 pb-1">
        <ul className="flex gap-2">
          {[undefined, ...states]
            .filter((state) => !state || totalOf(counts, state) > 0 || query.status === state)
            .map((state) => (
              <li key={state ?? "all"}>
                <Link
                  prefetch={false}
                  href={`/library?${changed(query, { status: state ?? "" })}`}
                  scroll={false}
                  aria-current={query.status === state ? "true" : undefined}
                  className={buttonVariants({
                    className: "relative aria-[current]:border-accent aria-[current]:font-semibold",
                  })}
                >
                  {state ? many(state) : t("all")}
                  <span className="text-ink-3 tabular-nums">{totalOf(counts, state)}</span>
                  <LinkPending />
                </Link>
              </li>
            ))}
        </ul>
      </Strip>
      <form
        onSubmit={submit}
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5"
      >
        <InputField ref={search} name="q" label={t("search")} defaultValue={query.q ?? ""} type="search" />
        <Button
          aria-expanded={isOpen}
          aria-controls="library-filters"
          onClick={() => setOpen(!isOpen)}
          className="sm:hidden"
        >
          {t("filters", { count: narrowing.filter((name) => query[name]).length })}
        </Button>
        <div id="library-filters" className={isOpen ? "contents" : "contents max-sm:hidden"}>
          <SelectField
            name="avatarId"
            label={t("avatar")}
            value={query.avatarId ?? ""}
            onChange={(event) => go({ avatarId: event.currentTarget.value })}
          >
            <option value="">{t("any")}</option>
            {avatars.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="ratio"
            label={t("format")}
            value={query.ratio ?? ""}
            onChange={(event) => go({ ratio: event.currentTarget.value })}
          >
            <option value="">{t("any")}</option>
            {ratios.map((ratio) => (
              <option key={ratio} value={ratio}>
                {ratio} · {ratio === "9:16" ? "TikTok" : "Instagram"}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="tier"
            label={t("tier")}
            value={query.tier ?? ""}
            onChange={(event) => go({ tier: event.currentTarget.value })}
          >
            <option value="">{t("any")}</option>
            {tiers.map((name) => (
              <option key={name} value={name}>
                {tier(name)}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="likeness"
            label={t("likeness")}
            value={query.likeness ?? ""}
            onChange={(event) => go({ likeness: event.currentTarget.value })}
          >
            <option value="">{t("any")}</option>
            {likenesses.map((name) => (
              <option key={name} value={name}>
                {likeness(name)}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="tag"
            label={t("tag")}
            value={query.tag ?? ""}
            onChange={(event) => go({ tag: event.currentTarget.value })}
          >
            <option value="">{t("any")}</option>
            {tags.map((tag) => (
              <option key={tag} value={tag}>
                {tag}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="templateId"
            label={t("template")}
            value={query.templateId ?? ""}
            onChange={(event) => go({ templateId: event.currentTarget.value })}
          >
            <option value="">{t("any")}</option>
            {templates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <DayField
            name="from"
            label={t("from")}
            value={query.from}
            max={query.to}
            onDay={(from) => go({ from })}
          />
          <DayField name="to" label={t("to")} value={query.to} min={query.from} onDay={(to) => go({ to })} />
          <SelectField
            name="sort"
            label={t("sort")}
            value={query.sort ?? "newest"}
            onChange={(event) =>
              go({ sort: event.currentTarget.value === "newest" ? "" : event.currentTarget.value })
            }
          >
            <option value="newest">{sorts("newest")}</option>
            <option value="oldest">{sorts("oldest")}</option>
            <option value="identity">{sorts("identity")}</option>
          </SelectField>
        </div>
        <Button type="submit" className="sr-only">
          {t("search")}
        </Button>
      </form>
      <div className="absolute inset-x-0 -bottom-3 h-1">
        <Pending isPending={isPending} />
      </div>
    </div>
  );
}
