import assert from "node:assert/strict";
import { test } from "node:test";
import { renderEvent } from "./events.ts";
import { createMessage, MessageType } from "./messages.ts";

const id = 0x8e9e05c52164694dn;
const other = 0xf298f5af21bd2aa1n;

test("renderEvent() writes ids in hexadecimal, as the members of a real cluster need it", () => {
  const message = createMessage(MessageType.MsgVote, id);
  message.from = other;
  message.term = 12;
  message.logTerm = 11;
  message.index = 10;
  const last = { term: 9, index: 8 };
  assert.equal(
    renderEvent({ kind: "vote-cast", id, last, vote: other, message, term: 7 }),
    "8e9e05c52164694d [logterm: 9, index: 8, vote: f298f5af21bd2aa1] cast MsgVote for " +
      "f298f5af21bd2aa1 [logterm: 11, index: 10] at term 7",
  );
  assert.equal(
    renderEvent({ kind: "leader-forgotten", id, lead: other, term: 3 }),
    "8e9e05c52164694d forgetting leader f298f5af21bd2aa1 at term 3",
  );
  const configuration = {
    voters: [id, other],
    votersOutgoing: [id],
    learners: [10n],
    learnersNext: [11n],
    autoLeave: true,
  };
  assert.equal(
    renderEvent({ kind: "configuration-switched", id, configuration }),
    "8e9e05c52164694d switched to configuration voters=(8e9e05c52164694d f298f5af21bd2aa1)&&" +
      "(8e9e05c52164694d) learners=(a) learners_next=(b) autoleave",
  );
});

test("renderEvent() writes the ids of conf changes in decimal, and quotes their context", () => {
  const change = {
    transition: 0,
    changes: [{ type: 1, nodeId: 171n }],
    context: new Uint8Array([0x7b, 0]),
  };
  const configuration = {
    voters: [171n],
    votersOutgoing: [],
    learners: [],
    learnersNext: [],
    autoLeave: false,
  };
  assert.equal(
    renderEvent({ kind: "conf-change-refused", id, change, configuration, reason: "why" }),
    "8e9e05c52164694d ignoring conf change transition:ConfChangeTransitionAuto " +
      'changes:{type:ConfChangeRemoveNode node_id:171} context:"{\\x00" ' +
      "at config voters=(ab): why",
  );
});
