/** The flags that every command takes (the etcdctl specification, section 2). */

import type { FlagSpec } from "@kvorum/command-line";

const SECOND_NS = 1_000_000_000n;

export const globalFlags: readonly FlagSpec[] = [
  {
    name: "auth-jwt-token",
    type: "string",
    defaultValue: "",
    usage: "JWT token for authentication; with it --user and --password are not used",
  },
  {
    name: "cacert",
    type: "string",
    defaultValue: "",
    usage: "verify certificates of TLS-enabled secure servers using this CA bundle",
  },
  {
    name: "cert",
    type: "string",
    defaultValue: "",
    usage: "identify secure client using this TLS certificate file",
  },
  {
    name: "command-timeout",
    type: "duration",
    defaultValue: 5n * SECOND_NS,
    usage: "timeout for short running command (excluding dial timeout)",
  },
  {
    name: "debug",
    type: "bool",
    defaultValue: false,
    usage: "show the effective settings and what the client does",
  },
  {
    name: "dial-timeout",
    type: "duration",
    defaultValue: 2n * SECOND_NS,
    usage: "dial timeout for client connections",
  },
  {
    name: "discovery-srv",
    shorthand: "d",
    type: "string",
    defaultValue: "",
    usage: "domain name to query for SRV records describing cluster endpoints",
  },
  {
    name: "discovery-srv-name",
    type: "string",
    defaultValue: "",
    usage: "service name to query when using DNS discovery",
  },
  { name: "endpoints", type: "list", defaultValue: ["127.0.0.1:2379"], usage: "gRPC endpoints" },
  {
    name: "hex",
    type: "bool",
    defaultValue: false,
    usage: "print byte strings as hex encoded strings",
  },
  {
    name: "insecure-discovery",
    type: "bool",
    defaultValue: true,
    usage: "accept insecure SRV records describing cluster endpoints",
  },
  {
    name: "insecure-skip-tls-verify",
    type: "bool",
    defaultValue: false,
    usage: "skip server certificate verification (for testing purposes only)",
  },
  {
    name: "insecure-transport",
    type: "bool",
    defaultValue: true,
    usage: "disable transport security for client connections",
  },
  {
    name: "keepalive-time",
    type: "duration",
    defaultValue: 2n * SECOND_NS,
    usage: "keepalive time for client connections",
  },
  {
    name: "keepalive-timeout",
    type: "duration",
    defaultValue: 6n * SECOND_NS,
    usage: "keepalive timeout for client connections",
  },
  {
    name: "key",
    type: "string",
    defaultValue: "",
    usage: "identify secure client using this TLS key file",
  },
  {
    name: "max-recv-bytes",
    type: "int",
    defaultValue: 0n,
    usage: "largest response in bytes (0 means 2^31-1)",
  },
  {
    name: "max-request-bytes",
    type: "int",
    defaultValue: 0n,
    usage: "largest request in bytes (0 means 2097152)",
  },
  {
    name: "password",
    type: "string",
    defaultValue: "",
    usage: "password for authentication; with it --user is the name alone",
  },
  {
    name: "user",
    type: "string",
    defaultValue: "",
    usage: "username[:password] for authentication (prompt if password is not supplied)",
  },
  {
    name: "write-out",
    shorthand: "w",
    type: "string",
    defaultValue: "simple",
    usage: "set the output format (fields, json, protobuf, simple, table)",
  },
];
