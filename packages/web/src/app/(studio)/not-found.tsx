import { Missing } from "../../features/missing.tsx";

export default function NotFound() {
  return <Missing />;
}
