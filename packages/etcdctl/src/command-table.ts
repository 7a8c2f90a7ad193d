/**
 * Every command with its flags, in the order in which suggestions name them. Implementations load
 * on use, so that a command costs only what it needs at start.
 */

import { bool, type Command, type FlagSpec, int, text } from "@kvorum/command-line";
import { delFlags, getFlags, putFlags, watchFlags } from "./flag-specs.ts";

const endpointCluster = bool("cluster", "use all endpoints from the cluster member list");
const consistency = text("consistency", "Linearizable(l) or Serializable(s)", "l");
const peerUrls = text("peer-urls", "comma separated peer URLs for the member");
const checkFlags = (prefix: string): readonly FlagSpec[] => [
  text("load", "The load; s(mall), m(edium), l(arge) or xl(arge)", "s"),
  text("prefix", "The prefix for writing the keys", prefix),
  bool("auto-compact", "Compact storage with last revision after test is finished"),
  bool("auto-defrag", "Defragment storage after test is finished"),
];
const rangeFlags: readonly FlagSpec[] = [
  bool("prefix", "the keys with this prefix"),
  bool("from-key", "the keys greater than or equal to the given key using byte compare"),
];

export const root: Command = {
  name: "etcdctl",
  summary: "A simple command line client for etcd3.",
  subcommands: [
    {
      name: "get",
      positionals: "[options] <key> [range_end]",
      summary: "Gets the key or a range of keys",
      flags: getFlags,
      load: async () => (await import("./commands/get.ts")).run,
    },
    {
      name: "put",
      positionals: "[options] <key> <value> (<value> can also be given from stdin)",
      summary: "Puts the given key into the store",
      flags: putFlags,
      load: async () => (await import("./commands/put.ts")).run,
    },
    {
      name: "del",
      positionals: "[options] <key> [range_end]",
      summary: "Removes the specified key or range of keys [key, range_end)",
      flags: delFlags,
      load: async () => (await import("./commands/del.ts")).run,
    },
    {
      name: "txn",
      positionals: "[options]",
      summary: "Txn processes all the requests in one transaction",
      flags: [
        {
          name: "interactive",
          shorthand: "i",
          type: "bool",
          defaultValue: false,
          usage: "Input transaction in interactive mode",
        },
      ],
      load: async () => (await import("./commands/txn.ts")).run,
    },
    {
      name: "compaction",
      positionals: "[options] <revision>",
      summary: "Compacts the event history in etcd",
      flags: [
        bool("physical", "'true' to wait for compaction to physically remove all old revisions"),
      ],
      load: async () => (await import("./commands/compaction.ts")).run,
    },
    {
      name: "alarm",
      summary: "Alarm related commands",
      subcommands: [
        {
          name: "disarm",
          summary: "Disarms all alarms",
          load: async () => (await import("./commands/alarm.ts")).disarm,
        },
        {
          name: "list",
          summary: "Lists all alarms",
          load: async () => (await import("./commands/alarm.ts")).list,
        },
      ],
    },
    {
      name: "defrag",
      summary: "Defragments the storage of the etcd members with given endpoints",
      flags: [endpointCluster],
      load: async () => (await import("./commands/defrag.ts")).run,
    },
    {
      name: "endpoint",
      summary: "Endpoint related commands",
      groupFlags: [endpointCluster],
      subcommands: [
        {
          name: "health",
          summary: "Checks the healthiness of endpoints specified in `--endpoints` flag",
          load: async () => (await import("./commands/endpoint.ts")).health,
        },
        {
          name: "status",
          summary: "Prints out the status of endpoints specified in `--endpoints` flag",
          load: async () => (await import("./commands/endpoint.ts")).status,
        },
        {
          name: "hashkv",
          summary: "Prints the KV history hash for each endpoint in --endpoints",
          flags: [int("rev", "maximum revision to hash (default: latest revision)")],
          load: async () => (await import("./commands/endpoint.ts")).hashKv,
        },
      ],
    },
    {
      name: "move-leader",
      positionals: "<transferee-member-id>",
      summary: "Transfers leadership to another etcd cluster member",
      load: async () => (await import("./commands/move-leader.ts")).run,
    },
    {
      name: "watch",
      positionals: "[options] [key or prefix] [range_end] [--] [exec-command arg1 arg2 ...]",
      summary: "Watches events stream on keys or prefixes",
      flags: watchFlags,
      load: async () => (await import("./commands/watch.ts")).run,
    },
    {
      name: "version",
      summary: "Prints the version of etcdctl",
      load: async () => (await import("./commands/version.ts")).run,
    },
    {
      name: "lease",
      summary: "Lease related commands",
      subcommands: [
        {
          name: "grant",
          positionals: "<ttl>",
          summary: "Creates leases",
          load: async () => (await import("./commands/lease.ts")).grant,
        },
        {
          name: "revoke",
          positionals: "<leaseID>",
          summary: "Revokes leases",
          load: async () => (await import("./commands/lease.ts")).revoke,
        },
        {
          name: "timetolive",
          positionals: "<leaseID> [options]",
          summary: "Get lease information",
          flags: [bool("keys", "Get keys attached to this lease")],
          load: async () => (await import("./commands/lease.ts")).timeToLive,
        },
        {
          name: "list",
          summary: "List all active leases",
          load: async () => (await import("./commands/lease.ts")).list,
        },
        {
          name: "keep-alive",
          positionals: "[options] <leaseID>",
          summary: "Keeps leases alive (renew)",
          flags: [
            bool("once", "Resets the keep-alive time to its original value and exits immediately"),
          ],
          load: async () => (await import("./commands/lease.ts")).keepAlive,
        },
      ],
    },
    {
      name: "member",
      summary: "Membership related commands",
      subcommands: [
        {
          name: "add",
          positionals: "<memberName> [options]",
          summary: "Adds a member into the cluster",
          flags: [peerUrls, bool("learner", "indicates if the new member is raft learner")],
          load: async () => (await import("./commands/member.ts")).add,
        },
        {
          name: "remove",
          positionals: "<memberID>",
          summary: "Removes a member from the cluster",
          load: async () => (await import("./commands/member.ts")).remove,
        },
        {
          name: "update",
          positionals: "<memberID> [options]",
          summary: "Updates a member in the cluster",
          flags: [peerUrls],
          load: async () => (await import("./commands/member.ts")).update,
        },
        {
          name: "list",
          summary: "Lists all members in the cluster",
          flags: [consistency],
          load: async () => (await import("./commands/member.ts")).list,
        },
        {
          name: "promote",
          positionals: "<memberID>",
          summary: "Promotes a non-voting member in the cluster",
          load: async () => (await import("./commands/member.ts")).promote,
        },
      ],
    },
    {
      name: "snapshot",
      summary: "Manages etcd node snapshots",
      subcommands: [
        {
          name: "save",
          positionals: "<filename>",
          summary: "Stores an etcd node backend snapshot to a given file",
          load: async () => (await import("./commands/snapshot.ts")).save,
        },
      ],
    },
    {
      name: "make-mirror",
      positionals: "[options] <destination>",
      summary: "Makes a mirror at the destination etcd cluster",
      flags: [
        text("prefix", "Key-value prefix to mirror"),
        int("rev", "Specify the kv revision to start to mirror"),
        {
          name: "max-txn-ops",
          type: "uint",
          defaultValue: 128n,
          usage: "Maximum number of operations permitted in a transaction during syncing updates",
        },
        text(
          "dest-prefix",
          "destination prefix to mirror a prefix to a different prefix in the destination cluster",
        ),
        bool("no-dest-prefix", "mirror key-values to the root of the destination cluster"),
        text(
          "dest-cert",
          "Identify secure client using this TLS certificate file for the destination cluster",
        ),
        text("dest-key", "Identify secure client using this TLS key file"),
        text(
          "dest-cacert",
          "Verify certificates of TLS enabled secure servers using this CA bundle",
        ),
        bool("dest-insecure-transport", "Disable transport security for client connections", true),
        text(
          "dest-user",
          "Destination username[:password] for authentication (prompt if password is not supplied)",
        ),
        text(
          "dest-password",
          "Destination password for authentication (if this option is used, --user option shouldn't include password)",
        ),
      ],
      load: async () => (await import("./commands/make-mirror.ts")).run,
    },
    {
      name: "lock",
      positionals: "<lockname> [exec-command arg1 arg2 ...]",
      summary: "Acquires a named lock",
      flags: [int("ttl", "timeout for session", 10n)],
      load: async () => (await import("./commands/lock.ts")).run,
    },
    {
      name: "elect",
      positionals: "<election-name> [proposal]",
      summary: "Observes and participates in leader election",
      flags: [
        {
          name: "listen",
          shorthand: "l",
          type: "bool",
          defaultValue: false,
          usage: "observation mode",
        },
      ],
      load: async () => (await import("./commands/elect.ts")).run,
    },
    {
      name: "auth",
      summary: "Enable or disable authentication",
      subcommands: [
        {
          name: "enable",
          summary: "Enables authentication",
          load: async () => (await import("./commands/auth.ts")).enable,
        },
        {
          name: "disable",
          summary: "Disables authentication",
          load: async () => (await import("./commands/auth.ts")).disable,
        },
        {
          name: "status",
          summary: "Returns authentication status",
          load: async () => (await import("./commands/auth.ts")).status,
        },
      ],
    },
    {
      name: "user",
      summary: "User related commands",
      subcommands: [
        {
          name: "add",
          positionals: "<user name or user:password> [options]",
          summary: "Adds a new user",
          flags: [
            bool("interactive", "Read password from stdin instead of interactive terminal", true),
            text("new-user-password", "Supply password from the command line flag"),
            bool("no-password", "Create a user without password (CN based auth only)"),
          ],
          load: async () => (await import("./commands/user.ts")).add,
        },
        {
          name: "delete",
          positionals: "<user name>",
          summary: "Deletes a user",
          load: async () => (await import("./commands/user.ts")).remove,
        },
        {
          name: "get",
          positionals: "<user name> [options]",
          summary: "Gets detailed information of a user",
          flags: [bool("detail", "Show permissions of roles granted to the user")],
          load: async () => (await import("./commands/user.ts")).get,
        },
        {
          name: "list",
          summary: "Lists all users",
          load: async () => (await import("./commands/user.ts")).list,
        },
        {
          name: "passwd",
          positionals: "<user name> [options]",
          summary: "Changes password of user",
          flags: [
            bool(
              "interactive",
              "If true, read password from stdin instead of interactive terminal",
              true,
            ),
          ],
          load: async () => (await import("./commands/user.ts")).changePassword,
        },
        {
          name: "grant-role",
          positionals: "<user name> <role name>",
          summary: "Grants a role to a user",
          load: async () => (await import("./commands/user.ts")).grantRole,
        },
        {
          name: "revoke-role",
          positionals: "<user name> <role name>",
          summary: "Revokes a role from a user",
          load: async () => (await import("./commands/user.ts")).revokeRole,
        },
      ],
    },
    {
      name: "role",
      summary: "Role related commands",
      subcommands: [
        {
          name: "add",
          positionals: "<role name>",
          summary: "Adds a new role",
          load: async () => (await import("./commands/role.ts")).add,
        },
        {
          name: "delete",
          positionals: "<role name>",
          summary: "Deletes a role",
          load: async () => (await import("./commands/role.ts")).remove,
        },
        {
          name: "get",
          positionals: "<role name>",
          summary: "Gets detailed information of a role",
          load: async () => (await import("./commands/role.ts")).get,
        },
        {
          name: "list",
          summary: "Lists all roles",
          load: async () => (await import("./commands/role.ts")).list,
        },
        {
          name: "grant-permission",
          positionals: "[options] <role name> <permission type> <key> [endkey]",
          summary: "Grants a key to a role",
          flags: rangeFlags,
          load: async () => (await import("./commands/role.ts")).grantPermission,
        },
        {
          name: "revoke-permission",
          positionals: "<role name> <key> [endkey]",
          summary: "Revokes a key from a role",
          flags: rangeFlags,
          load: async () => (await import("./commands/role.ts")).revokePermission,
        },
      ],
    },
    {
      name: "check",
      summary: "Commands for checking properties of the etcd cluster",
      subcommands: [
        {
          name: "perf",
          summary: "Check the performance of the etcd cluster",
          flags: checkFlags("/etcdctl-check-perf/"),
          load: async () => (await import("./commands/check.ts")).perf,
        },
        {
          name: "datascale",
          summary:
            "Check the memory usage of holding data for different workloads on a given server endpoint.",
          flags: checkFlags("/etcdctl-check-datascale/"),
          load: async () => (await import("./commands/check.ts")).dataScale,
        },
      ],
    },
    {
      name: "completion",
      positionals: "[bash|zsh|fish|powershell]",
      summary: "Generate completion script",
      load: async () => (await import("./commands/completion.ts")).run,
    },
    {
      name: "downgrade",
      summary: "Downgrade related commands",
      subcommands: [
        {
          name: "validate",
          positionals: "<TARGET_VERSION>",
          summary: "Validate downgrade capability before starting downgrade",
          load: async () => (await import("./commands/downgrade.ts")).validate,
        },
        {
          name: "enable",
          positionals: "<TARGET_VERSION>",
          summary: "Start a downgrade action to cluster",
          load: async () => (await import("./commands/downgrade.ts")).enable,
        },
        {
          name: "cancel",
          summary: "Cancel the ongoing downgrade action to cluster",
          load: async () => (await import("./commands/downgrade.ts")).cancel,
        },
      ],
    },
    {
      name: "__complete",
      summary: "Lists what may follow on a command line, for completion scripts",
      isHidden: true,
      takesRawWords: true,
      load: async () => (await import("./commands/completion.ts")).complete,
    },
    {
      name: "options",
      summary: "Prints the options that every command takes",
      isHidden: true,
      load: async () => (await import("./commands/options.ts")).run,
    },
    {
      name: "help",
      positionals: "[command]",
      summary: "Help about any command",
      load: async () => (await import("./commands/help.ts")).run,
    },
  ],
};
