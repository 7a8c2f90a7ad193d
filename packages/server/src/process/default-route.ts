/** The address that other hosts most likely know this one by: that of the default route. */

import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";

/** Null where there is no default route, or no way to tell. */
export function defaultRouteAddress(): string | null {
  let table: string;
  try {
    table = readFileSync("/proc/net/route", "utf8");
  } catch {
    return null;
  }
  const name = defaultInterface(table);
  if (name === null) return null;
  const addresses = networkInterfaces()[name] ?? [];
  return addresses.find(({ family }) => family === "IPv4")?.address ?? null;
}

/** The interface of the first route to 0.0.0.0/0 in Linux's table. */
export function defaultInterface(table: string): string | null {
  for (const line of table.split("\n").slice(1)) {
    const [name, destination, , flags, , , , mask] = line.split("\t");
    const isUp = (Number.parseInt(flags ?? "0", 16) & 1) !== 0;
    if (destination === "00000000" && mask === "00000000" && isUp && name) return name;
  }
  return null;
}
