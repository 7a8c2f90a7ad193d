import { notAvailable } from "./not-available.ts";

export const save = notAvailable("snapshot");
