import { ask } from "../../lib/server-api.ts";
import { CostOverview } from "./cost-overview.tsx";
import { isDisordered, queryOf } from "./cost-query.ts";
import { CsvButton } from "./csv-button.tsx";
import { readFilter } from "./read-filter.ts";

type Props = { avatarId: string; asked: Record<string, string | string[] | undefined> };

/** What one avatar cost since it began, or in the period that the address asks for. */
export async function AvatarCosts({ avatarId, asked }: Props) {
  const { avatarId: _other, ...read } = readFilter(asked, "all");
  const filter = isDisordered(read) ? { ...read, from: read.to, to: read.from } : read;
  const place = `/avatars/${avatarId}?tab=costs`;
  const query = { ...queryOf(filter), avatarId };
  const [summary, comparisons] = await Promise.all([
    ask(place, (api) => api.costs.summary.$get({ query })),
    ask(place, (api) => api.costs.comparisons.$get({ query: { ...query, limit: "20" } })),
  ]);
  return (
    <div className="grid min-w-0 gap-6">
      <CostOverview
        summary={summary}
        comparisons={comparisons.items}
        filter={filter}
        place={place}
        avatarId={avatarId}
      />
      <div className="justify-self-start">
        <CsvButton query={query} fileName="costs.csv" />
      </div>
    </div>
  );
}
