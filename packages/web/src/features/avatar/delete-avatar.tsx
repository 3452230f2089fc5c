"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { AvatarOverview } from "../../lib/api-type.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { InputField } from "../../ui/field.tsx";

type Props = { avatar: AvatarOverview; isBusy: boolean; onDelete: () => void };

/** Erases the persona, once its name was typed. */
export function DeleteAvatar({ avatar, isBusy, onDelete }: Props) {
  const t = useTranslations("avatar");
  const [typed, setTyped] = useState("");
  return (
    <ConfirmDialog
      trigger={<Button variant="danger" disabled={isBusy} />}
      label={t("delete")}
      title={t("deleteTitle", { name: avatar.name })}
      lead={t("deleteLead")}
      dismiss={t("keepGoing")}
      confirm={t("delete")}
      isConfirmable={typed.trim() === avatar.name}
      onConfirm={onDelete}
      onClose={() => setTyped("")}
    >
      <InputField
        name="typed"
        label={t("deleteName")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
      />
    </ConfirmDialog>
  );
}
