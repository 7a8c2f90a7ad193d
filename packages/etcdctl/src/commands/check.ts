import { notAvailable } from "./not-available.ts";

export const perf = notAvailable("check perf");
export const dataScale = notAvailable("check datascale");
