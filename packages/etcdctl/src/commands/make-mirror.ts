import { bytesToLatin1, latin1ToBytes } from "@kvorum/base";
import { type Client, ClientError, kv, WatchConnection } from "@kvorum/client";
import {
  badArguments,
  type CommandCall,
  CommandError,
  callFailed,
  ExitCode,
  textToBytes,
} from "@kvorum/command-line";
import { errorTable, type Init, type mvccpb, type etcdserverpb as pb } from "@kvorum/proto";
import { prefixEnd, WHOLE_KEYSPACE } from "../key-range.ts";
import {
  openClient,
  readCredentials,
  readTlsSettings,
  type Session,
  withSession,
} from "../session.ts";

const REPORT_INTERVAL_MS = 30_000;
/** Keys of one page of the first copy. */
const PAGE_KEYS = 1000;
/** Puts under way at once while the first copy runs; its keys are all different. */
const MAX_OPEN_PUTS = 64;

/** `make-mirror <destination>`: copies what is there, then follows. Ends only by an error. */
export async function run(call: CommandCall): Promise<number> {
  const { args, flags, terminal } = call;
  const destination = args[0];
  if (args.length !== 1 || destination === undefined) {
    throw badArguments("make-mirror takes one destination argument");
  }
  if (flags.string("dest-prefix") !== "" && flags.bool("no-dest-prefix")) {
    throw badArguments(
      "`--dest-prefix` and `--no-dest-prefix` cannot be set at the same time, choose one",
    );
  }
  return await withSession(call, async (session) => {
    const target = await openDestination(session, destination);
    try {
      const source = await session.client();
      const mirror = new Mirror({
        source,
        target,
        prefix: textToBytes(flags.string("prefix")),
        destinationPrefix: destinationPrefix(call),
        maxTxnOps: Math.max(1, flags.counter("max-txn-ops")),
      });
      const report = setInterval(
        () => terminal.writeOut(`${mirror.operationsCount}\n`),
        REPORT_INTERVAL_MS,
      );
      try {
        const revision = flags.counter("rev");
        await mirror.follow(revision > 1 ? revision : (await mirror.copyAll()) + 1);
      } finally {
        clearInterval(report);
      }
    } catch (error) {
      throw callFailed(error);
    } finally {
      target.close();
    }
    // The watch just ended; Go prints an error that is none.
    throw new CommandError(ExitCode.Error, "<nil>");
  });
}

/** Without a first copy the default "the same prefix" does not hold: so etcdctl behaves. */
function destinationPrefix(call: CommandCall): Uint8Array {
  const given = call.flags.string("dest-prefix");
  const isDefaulted =
    given === "" && !call.flags.bool("no-dest-prefix") && call.flags.counter("rev") <= 1;
  return textToBytes(isDefaulted ? call.flags.string("prefix") : given);
}

async function openDestination(session: Session, endpoint: string): Promise<Client> {
  const { flags, terminal } = session;
  const tls = readTlsSettings({
    files: [flags.string("dest-cert"), flags.string("dest-key"), flags.string("dest-cacert")],
    serverName: "",
    isPlain: flags.bool("dest-insecure-transport"),
    isVerified: true,
  });
  const credentials = await readCredentials(terminal, {
    user: flags.string("dest-user"),
    password: flags.string("dest-password"),
    token: "",
    prompt: "Destination Password: ",
  });
  let opened: Client | null = null;
  try {
    return await openClient({
      terminal,
      flags,
      endpoints: [endpoint],
      tls,
      credentials,
      logger: "etcd-client",
      register: (client) => {
        opened = client;
      },
    });
  } catch (error) {
    (opened as Client | null)?.close();
    throw error;
  }
}

class Mirror {
  /** Keys copied and changes applied so far. */
  operationsCount = 0;
  readonly #source: Client;
  readonly #target: Client;
  readonly #prefix: Uint8Array;
  readonly #prefixText: string;
  readonly #destinationText: string;
  readonly #maxTxnOps: number;

  constructor(options: {
    source: Client;
    target: Client;
    prefix: Uint8Array;
    destinationPrefix: Uint8Array;
    maxTxnOps: number;
  }) {
    this.#source = options.source;
    this.#target = options.target;
    this.#prefix = options.prefix;
    this.#prefixText = bytesToLatin1(options.prefix);
    this.#destinationText = bytesToLatin1(options.destinationPrefix);
    this.#maxTxnOps = options.maxTxnOps;
  }

  /** Copies the keys of one revision, and returns it. */
  async copyAll(): Promise<number> {
    const { rangeEnd } = this.#range();
    let { key } = this.#range();
    let revision = 0;
    for (;;) {
      const page: pb.RangeResponse = await this.#source.unary(kv.range, {
        key,
        rangeEnd,
        limit: PAGE_KEYS,
        revision,
      });
      if (revision === 0) revision = page.header?.revision ?? 0;
      await this.#putAll(page.kvs);
      const last = page.kvs[page.kvs.length - 1];
      if (!page.more || last === undefined) return revision;
      key = new Uint8Array(last.key.length + 1);
      key.set(last.key);
    }
  }

  /** Applies changes from this revision on, one transaction for each. Returns when the watch ends. */
  async follow(startRevision: number): Promise<void> {
    const watches = new WatchConnection(this.#source, { requireLeader: false });
    try {
      for await (const response of watches.watch({ ...this.#range(), startRevision })) {
        if (response.canceled) throw cancellation(response);
        await this.#apply(response.events);
      }
    } finally {
      watches.close();
    }
  }

  #range(): { key: Uint8Array; rangeEnd: Uint8Array } {
    if (this.#prefix.length === 0) return WHOLE_KEYSPACE;
    return { key: this.#prefix, rangeEnd: prefixEnd(this.#prefix) };
  }

  async #putAll(kvs: readonly mvccpb.KeyValue[]): Promise<void> {
    for (let start = 0; start < kvs.length; start += MAX_OPEN_PUTS) {
      const batch = kvs.slice(start, start + MAX_OPEN_PUTS);
      await Promise.all(
        batch.map(({ key, value }) =>
          this.#target.unary(kv.put, { key: this.#targetKey(key), value }),
        ),
      );
      this.operationsCount += batch.length;
    }
  }

  async #apply(events: readonly mvccpb.Event[]): Promise<void> {
    let operations: Init<pb.RequestOp>[] = [];
    let revision = 0;
    const flush = async () => {
      if (operations.length === 0) return;
      await this.#target.unary(kv.txn, { success: operations });
      this.operationsCount += operations.length;
      operations = [];
    };
    for (const { type, kv: changed } of events) {
      if (changed === null) continue;
      if (changed.modRevision !== revision || operations.length >= this.#maxTxnOps) await flush();
      revision = changed.modRevision;
      const key = this.#targetKey(changed.key);
      operations.push(
        type === 1
          ? { requestDeleteRange: { key } }
          : { requestPut: { key, value: changed.value } },
      );
    }
    await flush();
  }

  /** The first occurrence of the prefix, wherever it is, becomes the destination's. */
  #targetKey(key: Uint8Array): Uint8Array {
    if (this.#prefixText === this.#destinationText) return key;
    const text = bytesToLatin1(key);
    const at = text.indexOf(this.#prefixText);
    if (at < 0) return key;
    const rest = text.slice(at + this.#prefixText.length);
    return latin1ToBytes(text.slice(0, at) + this.#destinationText + rest);
  }
}

function cancellation(response: pb.WatchResponse): ClientError {
  const entry = response.compactRevision !== 0 ? errorTable.Compacted : errorTable.WatchCanceled;
  const description = response.cancelReason !== "" ? response.cancelReason : entry.text;
  return new ClientError({
    code: response.compactRevision !== 0 ? "Compacted" : "WatchCanceled",
    status: entry.status,
    description,
    message: description,
    outcome: "did not happen",
  });
}
