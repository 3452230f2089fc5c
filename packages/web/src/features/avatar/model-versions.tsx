"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { AvatarOverview, LoraVersion } from "../../lib/api-type.ts";
import { api } from "../../lib/browser-api.ts";
import { answerOf } from "../../lib/refusal.ts";
import { useAction } from "../../lib/use-action.ts";
import { useLive } from "../../lib/use-live.ts";
import { Notice } from "../../ui/notice.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { ModelVersion } from "./model-version.tsx";
import { TrainAgain } from "./train-again.tsx";

type Props = { avatar: AvatarOverview; initial: LoraVersion[] };

/** The trained versions: what each was made with, which one is used, and the way to another. */
export function ModelVersions({ avatar, initial }: Props) {
  const t = useTranslations("model");
  const error = useTranslations("error");
  const router = useRouter();
  const param = { avatarId: avatar.id };
  const route = api.avatars[":avatarId"].training;
  const read = async () => {
    const { items } = await answerOf(route.$get({ param }));
    const before = value.map(({ id, status }) => id + status).join();
    // The server rendered the avatar's state; a version that moved on may have changed it.
    if (items.map(({ id, status }) => id + status).join() !== before) router.refresh();
    return items;
  };
  const { value, setValue, isStale } = useLive(initial, read, [`avatar:${avatar.id}`]);
  const { run, problem, isPending } = useAction();
  const activate = (loraVersionId: string) =>
    run(async () => {
      const answer = await answerOf(
        route[":loraVersionId"].activate.$post({ param: { ...param, loraVersionId } }),
      );
      setValue(answer.items);
      router.refresh();
    });
  return (
    <div className="grid max-w-3xl gap-6">
      {isStale ? <Notice tone="info">{error("stale")}</Notice> : null}
      <ProblemNotice problem={problem} />
      {value.length === 0 ? <p className="py-6 text-ink-2">{t("empty")}</p> : null}
      {avatar.status === "ready" ? <TrainAgain avatar={avatar} /> : null}
      <ul className="grid divide-y divide-line">
        {value.map((version) => (
          <ModelVersion
            key={version.id}
            version={version}
            isBusy={isPending}
            onActivate={() => activate(version.id)}
          />
        ))}
      </ul>
    </div>
  );
}
