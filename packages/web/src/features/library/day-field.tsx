import { useShown } from "../../lib/use-shown.ts";
import { InputField } from "../../ui/field.tsx";

type Props = {
  name: string;
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onDay: (day: string) => void;
};

/** A day that narrows as soon as it is whole. */
export function DayField({ value = "", onDay, ...props }: Props) {
  return (
    <InputField
      ref={useShown(value)}
      type="date"
      defaultValue={value}
      onChange={(event) => {
        const day = event.currentTarget.value;
        // Of a year that is typed the first digit is a day of the year 2, and the others are still to come.
        if (day === "" || day >= "1000") onDay(day);
      }}
      {...props}
    />
  );
}
