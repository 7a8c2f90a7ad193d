import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultInterface } from "./default-route.ts";
import { listenErrorText } from "./listen-error.ts";

test("defaultInterface() finds the interface of the default route that is up", () => {
  const table = [
    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
    "eth1\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
    "down0\t00000000\t0100A8C0\t0002\t0\t0\t0\t00000000\t0\t0\t0",
    "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
    "",
  ].join("\n");
  assert.equal(defaultInterface(table), "eth0");
  assert.equal(defaultInterface("Iface\n"), null);
});

test("listenErrorText() words a failed bind as Go does", () => {
  const failed = (fields: object): Error => Object.assign(new Error("x"), fields);
  assert.equal(
    listenErrorText(
      failed({ code: "EADDRINUSE", syscall: "listen", address: "127.0.0.1", port: 2379 }),
    ),
    "listen tcp 127.0.0.1:2379: bind: address already in use",
  );
  assert.equal(
    listenErrorText(failed({ code: "EACCES", syscall: "listen", address: "::1", port: 80 })),
    "listen tcp [::1]:80: bind: permission denied",
  );
  assert.equal(listenErrorText(failed({ code: "ENOSPC" })), null);
  assert.equal(listenErrorText("text"), null);
});
