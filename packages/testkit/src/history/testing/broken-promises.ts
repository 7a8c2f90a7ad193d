/**
 * Ways to turn a valid history into one that breaks a promise, each with the kinds of violation
 * that must be found. `apply` changes the history in place and returns false where this history
 * offers no place for it.
 */

import type { SeededRandom } from "@kvorum/base";
import { etcdserverpb, type mvccpb } from "@kvorum/proto";
import type {
  CommittedRevision,
  History,
  Operation,
  OperationOf,
  WatchReceipt,
  WatchSegment,
} from "../history.ts";
import { didWrite, isLocal } from "../request-reach.ts";
import type { ViolationKind } from "../violation.ts";

export interface BrokenPromise {
  readonly name: string;
  /** One of these must be reported. */
  readonly kinds: readonly ViolationKind[];
  readonly apply: (history: History, random: SeededRandom) => boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Place {
  readonly segment: WatchSegment;
  readonly i: number;
  readonly receipt: WatchReceipt;
}

export const brokenPromises: readonly BrokenPromise[] = [
  {
    name: "an acknowledged write is in no log",
    kinds: ["lost write"],
    apply: (history) => {
      const last = history.operations.filter(didWrite).sort(byRevision).at(-1);
      if (last === undefined) return false;
      truncateLogs(history, revisionOf(last) - 1);
      return true;
    },
  },
  {
    name: "a write is lost and its revision used again",
    kinds: ["revision reused", "wrong content"],
    apply: (history, random) => {
      const writer = some(history.operations.filter(didWrite), random);
      if (writer === undefined) return false;
      const gone = revisionOf(writer);
      changeLogs(history, (revisions) =>
        revisions
          .filter(({ revision }) => revision !== gone)
          .map((each) => (each.revision < gone ? each : moved(each, each.revision - 1))),
      );
      for (const log of history.committedLogs) {
        (log as Mutable<typeof log>).toRevision = log.revisions.at(-1)?.revision ?? 1;
      }
      return true;
    },
  },
  {
    name: "a member's log has a gap",
    kinds: ["revision gap"],
    apply: (history, random) => {
      const log = history.committedLogs[0]!;
      const revisions = log.revisions as CommittedRevision[];
      if (revisions.length < 3) return false;
      revisions.splice(1 + random.below(revisions.length - 2), 1);
      return true;
    },
  },
  {
    name: "members hold different events",
    kinds: ["members differ"],
    apply: (history) => {
      const revisions = history.committedLogs[1]!.revisions as CommittedRevision[];
      const at = revisions.findIndex(({ events }) => events[0]?.type === 0);
      if (at < 0) return false;
      revisions[at] = withFirstKv(revisions[at]!, (kv) => ({ ...kv, version: kv.version + 1 }));
      return true;
    },
  },
  {
    name: "two requests are told the same revision",
    kinds: ["revision reused"],
    apply: (history, random) => {
      const writers = history.operations.filter(didWrite);
      const a = some(writers, random);
      const b = writers.find((each) => a !== undefined && revisionOf(each) > revisionOf(a));
      if (a === undefined || b === undefined) return false;
      setRevision(a, revisionOf(b));
      return true;
    },
  },
  {
    name: "a later write is told the lower revision",
    kinds: ["order"],
    apply: (history) => {
      const writers = history.operations.filter(didWrite);
      const a = writers[0];
      const b = writers.find((each) => a !== undefined && each.calledAt > a.endedAt!);
      if (a === undefined || b === undefined) return false;
      const revision = revisionOf(a);
      setRevision(a, revisionOf(b));
      setRevision(b, revision);
      return true;
    },
  },
  {
    name: "a linearizable read shows an older state",
    kinds: ["stale read"],
    apply: (history) => {
      const reads = history.operations.filter(isPresentRead);
      for (const read of reads) {
        const older = reads.find(
          (each) =>
            sameRange(each.request, read.request) &&
            history.operations.some(
              (writer) =>
                didWrite(writer) &&
                writer.endedAt! < read.calledAt &&
                revisionOf(writer) > revisionOf(each),
            ),
        );
        if (older === undefined) continue;
        read.answer = structuredClone(older.answer);
        return true;
      }
      return false;
    },
  },
  {
    name: "a linearizable read mixes a fresh revision with old values",
    kinds: ["wrong answer"],
    apply: (history) => {
      const reads = history.operations.filter(isPresentRead);
      for (const read of reads) {
        const kv = read.answer!.kvs[0];
        if (kv === undefined || kv.version < 2) continue;
        const older = { ...kv, version: kv.version - 1, modRevision: kv.modRevision - 1 };
        read.answer = { ...read.answer!, kvs: [older, ...read.answer!.kvs.slice(1)] };
        return true;
      }
      return false;
    },
  },
  {
    name: "a serializable read counts wrong",
    kinds: ["wrong answer"],
    apply: (history) =>
      change(
        history.operations,
        (each): each is OperationOf<"Range"> & Operation => {
          return each.method === "Range" && each.answer !== null && isLocal(each);
        },
        (each) => {
          each.answer = { ...each.answer!, count: each.answer!.count + 1 };
        },
      ),
  },
  {
    name: "a read of the past forgets a key",
    kinds: ["wrong answer"],
    apply: (history) =>
      change(
        history.operations,
        (each): each is OperationOf<"Range"> & Operation => {
          return each.method === "Range" && each.request.revision > 0 && !!each.answer?.kvs.length;
        },
        (each) => {
          each.answer = { ...each.answer!, kvs: each.answer!.kvs.slice(1) };
        },
      ),
  },
  {
    name: "a page says that there is no more",
    kinds: ["wrong answer"],
    apply: (history) =>
      change(
        history.operations,
        (each): each is OperationOf<"Range"> & Operation => {
          return each.method === "Range" && each.answer?.more === true;
        },
        (each) => {
          each.answer = { ...each.answer!, more: false };
        },
      ),
  },
  {
    name: "a put answers a wrong previous value",
    kinds: ["wrong answer"],
    apply: (history) =>
      change(
        history.operations,
        (each): each is OperationOf<"Put"> & Operation => {
          return each.method === "Put" && !!each.answer?.prevKv;
        },
        (each) => {
          const { prevKv } = each.answer!;
          each.answer = { ...each.answer!, prevKv: { ...prevKv!, version: prevKv!.version + 1 } };
        },
      ),
  },
  {
    name: "a transaction answers the other branch",
    kinds: ["wrong answer"],
    apply: (history) =>
      change(
        history.operations,
        (each): each is OperationOf<"Txn"> & Operation => {
          return each.method === "Txn" && each.answer !== null;
        },
        (each) => {
          each.answer = { ...each.answer!, succeeded: !each.answer!.succeeded };
        },
      ),
  },
  {
    name: "a deletion says that nothing was there",
    kinds: ["wrong answer", "unexplained effect", "done twice"],
    apply: (history) =>
      // A deletion without answer would explain what this one hides.
      !hasUnknownDeletion(history) &&
      change(
        history.operations,
        (each): each is OperationOf<"DeleteRange"> & Operation => {
          return each.method === "DeleteRange" && (each.answer?.deleted ?? 0) > 0;
        },
        (each) => {
          each.answer = { ...each.answer!, deleted: 0, prevKvs: [] };
        },
      ),
  },
  {
    name: "a refused put has an effect",
    kinds: ["refused effect"],
    apply: (history) =>
      change(
        history.operations,
        (each): each is OperationOf<"Put"> & Operation => {
          return each.method === "Put" && each.outcome === "done" && !each.request.ignoreValue;
        },
        (each) => {
          each.outcome = "refused";
          each.answer = null;
          each.errorCode = "NoLeader";
        },
      ),
  },
  {
    name: "an acknowledged put happens again",
    kinds: ["done twice"],
    apply: (history) => {
      const last = lastPuts(history);
      const put = history.operations.find(
        (each): each is OperationOf<"Put"> & Operation =>
          each.method === "Put" &&
          each.outcome === "done" &&
          !each.request.ignoreValue &&
          !each.request.ignoreLease &&
          last.get(nameOf(each.request.key))?.modRevision === revisionOf(each),
      );
      if (put === undefined) return false;
      const kv = last.get(nameOf(put.request.key))!;
      appendRevision(history, { ...kv, version: kv.version + 1 });
      return true;
    },
  },
  {
    name: "a put that got no answer happens twice",
    kinds: ["done twice"],
    apply: (history) => {
      for (const kv of lastPuts(history).values()) {
        const value = nameOf(kv.value);
        const author = history.operations.find(
          (each) =>
            each.method === "Put" &&
            each.outcome === "unknown" &&
            !each.request.ignoreLease &&
            nameOf(each.request.value) === value,
        );
        if (author === undefined || kv.value.length === 0) continue;
        appendRevision(history, { ...kv, version: kv.version + 1 });
        return true;
      }
      return false;
    },
  },
  {
    name: "an effect is older than its request",
    kinds: ["effect before call"],
    apply: (history) => {
      const values = new Set(logEvents(history).map(({ kv }) => nameOf(kv!.value)));
      const put = history.operations.find(
        (each) =>
          each.method === "Put" &&
          each.outcome === "unknown" &&
          !each.request.ignoreValue &&
          values.has(nameOf(each.request.value)),
      );
      const end = Math.max(...history.operations.map((each) => each.endedAt ?? 0));
      if (put === undefined) return false;
      (put as Mutable<Operation>).calledAt = end;
      return true;
    },
  },
  {
    name: "a key is written by nobody",
    kinds: ["unexplained effect"],
    apply: (history) => {
      appendRevision(history, {
        key: new TextEncoder().encode("hot/foreign"),
        createRevision: lastRevision(history) + 1,
        modRevision: 0,
        version: 1,
        value: new TextEncoder().encode("foreign"),
        lease: 0n,
      });
      return true;
    },
  },
  {
    name: "an acknowledged transaction is done by half",
    kinds: ["wrong content"],
    apply: (history) => halveTxn(history, "done"),
  },
  {
    name: "a transaction without an answer is done by half",
    kinds: ["wrong content", "lease keys"],
    apply: (history) => halveTxn(history, "unknown"),
  },
  {
    name: "a stored version is wrong",
    kinds: ["wrong content"],
    apply: (history) => {
      const at = history.committedLogs[0]!.revisions.findIndex(
        ({ events, revision }) =>
          events[0]?.type === 0 &&
          history.operations.some((each) => didWrite(each) && revisionOf(each) === revision),
      );
      if (at < 0) return false;
      const { revision } = history.committedLogs[0]!.revisions[at]!;
      changeLogs(history, (revisions) =>
        revisions.map((each) =>
          each.revision === revision
            ? withFirstKv(each, (kv) => ({ ...kv, version: kv.version + 1 }))
            : each,
        ),
      );
      return true;
    },
  },
  {
    name: "a read is refused as compacted without a compaction",
    kinds: ["refusal without reason"],
    apply: (history) =>
      change(
        history.operations,
        (each): each is OperationOf<"Range"> & Operation => {
          return each.method === "Range" && each.request.revision > 0 && each.answer !== null;
        },
        (each) => {
          (each as Mutable<typeof each>).request = { ...each.request, revision: 1_000_000 };
          each.outcome = "refused";
          each.answer = null;
          each.errorCode = "Compacted";
        },
      ),
  },
  {
    name: "a read of a known revision is refused as future",
    kinds: ["stale read"],
    apply: (history) => {
      const first = history.operations.find(didWrite);
      const read = history.operations.find(
        (each): each is OperationOf<"Range"> & Operation =>
          isPresentRead(each) && first !== undefined && each.calledAt > first.endedAt!,
      );
      if (first === undefined || read === undefined) return false;
      const request = { ...read.request, revision: revisionOf(first) };
      (read as Mutable<typeof read>).request = request;
      read.outcome = "refused";
      read.answer = null;
      read.errorCode = "FutureRev";
      return true;
    },
  },
  {
    name: "a compacted revision is read",
    kinds: ["compaction"],
    apply: (history) => {
      const compaction = history.operations.find(
        (each) => each.method === "Compact" && each.outcome === "done" && each.request.revision > 2,
      );
      const read = history.operations.find(
        (each): each is OperationOf<"Range"> & Operation =>
          isPresentRead(each) && compaction !== undefined && each.calledAt > compaction.endedAt!,
      );
      if (compaction?.method !== "Compact" || read === undefined) return false;
      const request = { ...read.request, revision: compaction.request.revision - 1 };
      (read as Mutable<typeof read>).request = request;
      return true;
    },
  },
  // Leases and locks.
  {
    name: "an ended lease leaves a key behind",
    kinds: ["lease keys"],
    apply: (history) => {
      const made = new Set(history.operations.filter(didWrite).map(revisionOf));
      const revoked = new Set(
        history.operations
          .filter((each) => each.method === "LeaseRevoke" && each.outcome === "done")
          .map(revisionOf),
      );
      const end = history.committedLogs[0]!.revisions.find(
        ({ revision, events }) =>
          events.length > 1 &&
          events.every(({ type }) => type === 1) &&
          !made.has(revision) &&
          !revoked.has(revision),
      );
      if (end === undefined || hasUnknownDeletion(history)) return false;
      dropLastEvent(history, end.revision);
      return true;
    },
  },
  {
    name: "a lease ends before its time",
    kinds: ["lease early"],
    apply: (history) => {
      const gone = history.operations.find(
        (each): each is OperationOf<"LeaseKeepAlive"> & Operation =>
          each.method === "LeaseKeepAlive" &&
          each.answer?.TTL === 0 &&
          !history.operations.some(
            (other) => other.method === "LeaseRevoke" && other.request.ID === each.request.ID,
          ),
      );
      const grant = history.operations.find(
        (each) => each.method === "LeaseGrant" && each.request.ID === gone?.request.ID,
      );
      if (gone === undefined || grant?.outcome !== "done" || grant.endedAt! > gone.calledAt) {
        return false;
      }
      (grant as Mutable<Operation>).calledMs = gone.endedMs! - 100;
      return true;
    },
  },
  {
    name: "a revoked lease is kept alive",
    kinds: ["lease ended"],
    apply: (history) => {
      for (const revoke of history.operations) {
        if (revoke.method !== "LeaseRevoke" || revoke.outcome !== "done") continue;
        const keepAlive = history.operations.find(
          (each): each is OperationOf<"LeaseKeepAlive"> & Operation =>
            each.method === "LeaseKeepAlive" &&
            each.answer !== null &&
            each.calledMs > 0 &&
            each.request.ID !== revoke.request.ID &&
            each.calledAt > revoke.endedAt! &&
            each.answer.TTL > 0,
        );
        if (keepAlive === undefined) continue;
        (keepAlive as Mutable<typeof keepAlive>).request = { ID: revoke.request.ID };
        return true;
      }
      return false;
    },
  },
  {
    name: "a write under a lost lock commits",
    kinds: ["unfenced"],
    apply: (history) => {
      const guarded = history.operations.find(
        (each): each is OperationOf<"Txn"> & Operation =>
          each.method === "Txn" &&
          didWrite(each) &&
          each.answer!.succeeded &&
          each.request.compare[0]?.target === 1 &&
          each.request.compare[0].result === 0 &&
          (each.request.compare[0].createRevision ?? 0n) > 1n,
      );
      if (guarded === undefined) return false;
      const [guard] = guarded.request.compare;
      const compare = { ...guard!, createRevision: guard!.createRevision! - 1n };
      (guarded as Mutable<typeof guarded>).request = { ...guarded.request, compare: [compare] };
      return true;
    },
  },
  {
    name: "members have different hashes",
    kinds: ["members differ"],
    apply: (history) => {
      const [hash] = history.hashes;
      history.hashes.push({ ...hash!, member: "m9", hash: hash!.hash + 1 });
      return true;
    },
  },
  // Watches.
  {
    name: "a watch loses a response",
    kinds: ["watch lost", "watch progress"],
    apply: (history, random) => {
      const place = some(
        places(history, (p) => hasEvents(p) && hasLater(p)),
        random,
      );
      if (place === undefined) return false;
      place.segment.receipts.splice(place.i, 1);
      return true;
    },
  },
  {
    name: "a watch loses an event after it was resumed",
    kinds: ["watch lost", "watch progress"],
    apply: (history) => {
      for (const { segments } of history.watches) {
        for (const segment of segments.slice(1)) {
          const place = placesOf(segment).find((p) => hasEvents(p) && hasLater(p));
          if (place === undefined) continue;
          segment.receipts.splice(place.i, 1);
          return true;
        }
      }
      return false;
    },
  },
  {
    name: "a watch gets a response twice",
    kinds: ["watch duplicate", "watch atomic"],
    apply: (history, random) => {
      const place = some(places(history, hasEvents), random);
      if (place === undefined) return false;
      place.segment.receipts.splice(place.i, 0, place.receipt);
      return true;
    },
  },
  {
    name: "a watch gets an event twice in one response",
    kinds: ["watch duplicate"],
    apply: (history) => {
      const place = places(history, hasEvents)[0];
      if (place === undefined) return false;
      const [first, ...rest] = place.receipt.response.events;
      replaceEvents(place, [first!, first!, ...rest]);
      return true;
    },
  },
  {
    name: "two responses of a watch are exchanged",
    kinds: ["watch order"],
    apply: (history) => {
      for (const { segment, i } of places(history, hasEvents)) {
        const { receipts } = segment;
        const next = receipts[i + 1];
        if (!next?.response.events.length || next.response.fragment) continue;
        [receipts[i], receipts[i + 1]] = [next, receipts[i]!];
        return true;
      }
      return false;
    },
  },
  {
    name: "a revision comes in two responses",
    kinds: ["watch atomic"],
    apply: (history) => {
      const place = places(history, (p) => {
        const [a, b] = p.receipt.response.events;
        return hasEvents(p) && b !== undefined && a!.kv!.modRevision === b.kv!.modRevision;
      })[0];
      if (place === undefined) return false;
      const { segment, i, receipt } = place;
      const { response } = receipt;
      const [a, ...rest] = response.events;
      segment.receipts.splice(
        i,
        1,
        { ...receipt, response: { ...response, events: [a!] } },
        { ...receipt, response: { ...response, events: rest } },
      );
      return true;
    },
  },
  {
    name: "a progress mark is ahead of events",
    kinds: ["watch progress"],
    apply: (history) => {
      for (const { segment, i, receipt } of places(history, isProgress)) {
        const before = segment.receipts[i - 1];
        if (!before?.response.events.length || before.response.fragment) continue;
        segment.receipts[i - 1] = receipt;
        segment.receipts[i] = before;
        return true;
      }
      return false;
    },
  },
  {
    name: "a progress mark goes back",
    kinds: ["watch progress"],
    apply: (history) => {
      const place = places(history, (p) => isProgress(p) && p.segment.request.startRevision < 3)[0];
      if (place === undefined) return false;
      const before = place.segment.receipts.slice(0, place.i).find((r) => r.response.events.length);
      if (before === undefined) return false;
      setHeader(place, 3);
      return before.response.events[0]!.kv!.modRevision > 3;
    },
  },
  {
    name: "a progress mark is older than the start",
    kinds: ["watch start"],
    apply: (history) => {
      const place = places(history, (p) => isProgress(p) && p.segment.request.startRevision > 2)[0];
      if (place === undefined) return false;
      setHeader(place, place.segment.request.startRevision - 1);
      return true;
    },
  },
  {
    name: "an event is older than the start",
    kinds: ["watch start"],
    apply: (history) => {
      const place = places(history, (p) => hasEvents(p) && p.segment.request.startRevision > 0)[0];
      if (place === undefined) return false;
      const { segment, receipt } = place;
      const startRevision = receipt.response.events[0]!.kv!.modRevision + 1;
      (segment as Mutable<WatchSegment>).request = { ...segment.request, startRevision };
      return true;
    },
  },
  {
    name: "a filtered event is delivered",
    kinds: ["watch filter"],
    apply: (history) => {
      const place = places(history, hasEvents)[0];
      if (place === undefined) return false;
      const { segment, receipt } = place;
      const filters = [receipt.response.events[0]!.type];
      (segment as Mutable<WatchSegment>).request = { ...segment.request, filters };
      return true;
    },
  },
  {
    name: "an event outside the range is delivered",
    kinds: ["watch filter"],
    apply: (history) => {
      const place = places(history, hasEvents)[0];
      if (place === undefined) return false;
      const key = new TextEncoder().encode("other");
      const { segment } = place;
      const request = { ...segment.request, key, rangeEnd: new Uint8Array(0) };
      (segment as Mutable<WatchSegment>).request = request;
      return true;
    },
  },
  {
    name: "an event has a wrong create flag",
    kinds: ["watch content"],
    apply: (history) => {
      const place = places(
        history,
        (p) => hasEvents(p) && p.receipt.response.events[0]!.type === 0,
      )[0];
      if (place === undefined) return false;
      const [first, ...rest] = place.receipt.response.events;
      const kv = first!.kv!;
      const isCreate = kv.createRevision === kv.modRevision;
      const createRevision = isCreate ? kv.modRevision - 1 : kv.modRevision;
      replaceEvents(place, [{ ...first!, kv: { ...kv, createRevision } }, ...rest]);
      return true;
    },
  },
  {
    name: "an event has a wrong previous value",
    kinds: ["watch previous"],
    apply: (history) => {
      const place = places(
        history,
        (p) => hasEvents(p) && !!p.receipt.response.events[0]!.prevKv,
      )[0];
      if (place === undefined) return false;
      const [first, ...rest] = place.receipt.response.events;
      const prevKv = { ...first!.prevKv!, version: first!.prevKv!.version + 1 };
      replaceEvents(place, [{ ...first!, prevKv }, ...rest]);
      return true;
    },
  },
  {
    name: "an event has a previous value that was not asked for",
    kinds: ["watch previous"],
    apply: (history) => {
      const place = places(history, (p) => hasEvents(p) && !p.segment.request.prevKv)[0];
      if (place === undefined) return false;
      const [first, ...rest] = place.receipt.response.events;
      replaceEvents(place, [{ ...first!, prevKv: first!.kv }, ...rest]);
      return true;
    },
  },
  {
    name: "a watch is canceled as compacted without reason",
    kinds: ["watch cancel"],
    apply: (history) => {
      const place = places(history, (p) => p.receipt.response.compactRevision > 0)[0];
      if (place === undefined) return false;
      const { response } = place.receipt;
      place.segment.receipts[place.i] = {
        ...place.receipt,
        response: { ...response, compactRevision: 1_000_000 },
      };
      return true;
    },
  },
  {
    name: "an event comes before the created response",
    kinds: ["watch protocol"],
    apply: (history) => {
      const place = places(history, (p) => p.i === 1 && hasEvents(p))[0];
      if (place === undefined) return false;
      place.segment.receipts.reverse();
      return true;
    },
  },
  {
    name: "an open watch never gets the last events",
    kinds: ["watch lost"],
    apply: (history) => {
      const place = places(
        history,
        (p) =>
          hasEvents(p) && p.segment.endReason === null && p.i === p.segment.receipts.length - 1,
      )[0];
      if (place === undefined) return false;
      place.segment.receipts.pop();
      return true;
    },
  },
];

// -- operations

function revisionOf(operation: Operation): number {
  return (operation.answer as { header: etcdserverpb.ResponseHeader }).header.revision;
}

function byRevision(a: Operation, b: Operation): number {
  return revisionOf(a) - revisionOf(b);
}

function setRevision(operation: Operation, revision: number): void {
  const { header } = operation.answer as { header: etcdserverpb.ResponseHeader };
  header.revision = revision;
}

function isPresentRead(operation: Operation): operation is OperationOf<"Range"> & Operation {
  return (
    operation.method === "Range" &&
    operation.outcome === "done" &&
    !operation.request.serializable &&
    operation.request.revision === 0
  );
}

function sameRange(a: etcdserverpb.RangeRequest, b: etcdserverpb.RangeRequest): boolean {
  return Buffer.from(etcdserverpb.encodeRangeRequest(a)).equals(etcdserverpb.encodeRangeRequest(b));
}

/** Changes the first operation that fits. */
function change<T extends Operation>(
  operations: readonly Operation[],
  fits: (operation: Operation) => operation is T,
  apply: (operation: T) => void,
): boolean {
  const operation = operations.find(fits);
  if (operation === undefined) return false;
  apply(operation);
  return true;
}

function some<T>(list: readonly T[], random: SeededRandom): T | undefined {
  return list.length === 0 ? undefined : random.pick(list);
}

function nameOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

function hasUnknownDeletion(history: History): boolean {
  return history.operations.some(
    ({ method, outcome }) =>
      outcome === "unknown" &&
      (method === "DeleteRange" || method === "Txn" || method === "LeaseRevoke"),
  );
}

// -- logs

function changeLogs(
  history: History,
  apply: (revisions: readonly CommittedRevision[]) => CommittedRevision[],
): void {
  for (const log of history.committedLogs) {
    (log as Mutable<typeof log>).revisions = apply(log.revisions);
  }
}

function truncateLogs(history: History, toRevision: number): void {
  changeLogs(history, (revisions) => revisions.filter(({ revision }) => revision <= toRevision));
  for (const log of history.committedLogs) {
    (log as Mutable<typeof log>).toRevision = Math.min(log.toRevision, toRevision);
  }
}

function moved({ events }: CommittedRevision, revision: number): CommittedRevision {
  return {
    revision,
    events: events.map((event) => ({ ...event, kv: { ...event.kv!, modRevision: revision } })),
  };
}

function withFirstKv(
  { revision, events }: CommittedRevision,
  apply: (kv: mvccpb.KeyValue) => mvccpb.KeyValue,
): CommittedRevision {
  const [first, ...rest] = events;
  return { revision, events: [{ ...first!, kv: apply(first!.kv!) }, ...rest] };
}

function logEvents(history: History): mvccpb.Event[] {
  return history.committedLogs[0]!.revisions.flatMap(({ events }) => events);
}

function lastRevision(history: History): number {
  return history.committedLogs[0]!.toRevision;
}

/** Keys that end with a put, as the log has them. */
function lastPuts(history: History): Map<string, mvccpb.KeyValue> {
  const last = new Map<string, mvccpb.KeyValue>();
  for (const { type, kv } of logEvents(history)) {
    if (type === 0) last.set(nameOf(kv!.key), kv!);
    else last.delete(nameOf(kv!.key));
  }
  return last;
}

/** One more revision at the end of the longest log, with one put. */
function appendRevision(history: History, kv: mvccpb.KeyValue): void {
  const [log] = history.committedLogs;
  const revision = log!.toRevision + 1;
  const events = [{ type: 0, kv: { ...kv, modRevision: revision }, prevKv: null }];
  (log!.revisions as CommittedRevision[]).push({ revision, events });
  (log as Mutable<typeof log>)!.toRevision = revision;
}

function dropLastEvent(history: History, revision: number): void {
  changeLogs(history, (revisions) =>
    revisions.map((each) =>
      each.revision === revision ? { revision, events: each.events.slice(0, -1) } : each,
    ),
  );
}

/** Drops the last event of a transaction of several writes. */
function halveTxn(history: History, outcome: Operation["outcome"]): boolean {
  const written = new Map<string, number>();
  for (const { revision, events } of history.committedLogs[0]!.revisions) {
    if (events.length < 2) continue;
    for (const { type, kv } of events) if (type === 0) written.set(nameOf(kv!.value), revision);
  }
  for (const operation of history.operations) {
    if (operation.method !== "Txn" || operation.outcome !== outcome) continue;
    for (const { requestPut } of [...operation.request.success, ...operation.request.failure]) {
      const revision = requestPut === null ? undefined : written.get(nameOf(requestPut.value));
      if (revision === undefined) continue;
      const { events } = history.committedLogs[0]!.revisions[revision - 2]!;
      // What is left must still name the author.
      if (!events.slice(0, -1).some(({ type }) => type === 0)) continue;
      dropLastEvent(history, revision);
      return true;
    }
  }
  return false;
}

// -- watches

function placesOf(segment: WatchSegment): Place[] {
  return segment.receipts.map((receipt, i) => ({ segment, i, receipt }));
}

function places(history: History, fits: (place: Place) => boolean): Place[] {
  return history.watches.flatMap(({ segments }) => segments.flatMap(placesOf)).filter(fits);
}

/** A whole response with events. */
function hasEvents({ receipt, segment, i }: Place): boolean {
  const { events, fragment } = receipt.response;
  return events.length > 0 && !fragment && segment.receipts[i - 1]?.response.fragment !== true;
}

function hasLater({ segment, i }: Place): boolean {
  const next = segment.receipts[i + 1]?.response;
  return next !== undefined && !next.canceled;
}

function isProgress({ receipt }: Place): boolean {
  const { events, created, canceled } = receipt.response;
  return events.length === 0 && !created && !canceled;
}

function replaceEvents({ segment, i, receipt }: Place, events: mvccpb.Event[]): void {
  segment.receipts[i] = { ...receipt, response: { ...receipt.response, events } };
}

function setHeader({ segment, i, receipt }: Place, revision: number): void {
  const header = { ...receipt.response.header!, revision };
  segment.receipts[i] = { ...receipt, response: { ...receipt.response, header } };
}
