import { notAvailable } from "./not-available.ts";

export const run = notAvailable("make-mirror");
