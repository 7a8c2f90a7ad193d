/** One response of a watch. Its json has Go's own field names, all of them always present. */

import { jsonMessage, jsonString, type Rendering } from "@kvorum/command-line";
import { mvccpb, etcdserverpb as pb } from "@kvorum/proto";
import { headerFields } from "./header.ts";
import { type KvOptions, keyValueFields, keyValueLines } from "./kv.ts";

export function watchRendering(response: pb.WatchResponse, options: KvOptions): Rendering {
  return {
    simple: (output) => {
      for (const event of response.events) {
        output.line(eventTypeName(event.type));
        if (event.prevKv !== null) keyValueLines(output, event.prevKv, options);
        keyValueLines(output, event.kv ?? mvccpb.createKeyValue(), options);
      }
    },
    fields: (output) => {
      headerFields(output, response.header, options);
      for (const event of response.events) {
        output.line(`"Type" : ${eventTypeName(event.type)}`);
        if (event.prevKv !== null) keyValueFields(output, "Prev", event.prevKv, options);
        keyValueFields(output, "", event.kv ?? mvccpb.createKeyValue(), options);
      }
    },
    table: null,
    json: () => {
      const header = jsonMessage(
        pb.messageTypes["ResponseHeader"]!,
        response.header ?? pb.createResponseHeader(),
      );
      const events = response.events.map((event) =>
        jsonMessage(mvccpb.messageTypes["Event"]!, event),
      );
      return `{"Header":${header},"Events":[${events.join(",")}],"CompactRevision":${response.compactRevision},"Canceled":${response.canceled},"Created":${response.created},"CancelReason":${jsonString(response.cancelReason)}}`;
    },
    // The message that etcdctl builds anew: without watch id, reason and fragment mark.
    protobuf: () =>
      pb.encodeWatchResponse({
        header: response.header,
        events: response.events,
        compactRevision: response.compactRevision,
        canceled: response.canceled,
        created: response.created,
      }),
  };
}

export function eventTypeName(type: number): string {
  if (type === mvccpb.EventType.PUT) return "PUT";
  return type === mvccpb.EventType.DELETE ? "DELETE" : String(type);
}
