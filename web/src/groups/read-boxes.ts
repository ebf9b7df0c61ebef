// The boxes of a new group, out of what a person has chosen and typed.
import { MAX_BOXES } from '../../../contract/group-standing.ts';
import type { Schemas } from '../api.ts';
import { messages } from '../messages.ts';
import { checkConnection } from '../runs/connection-check.ts';

type Box = Schemas['GroupBox'];

interface BoxesRead {
  boxes: Box[];
  /** What is wrong, with the number of the line; null where nothing is. */
  problem: string | null;
}

/** A known box, with how it was reached last: through other hosts, with a key of its own. */
interface KnownBox {
  /** `vast:<id>` or `user@host:port`. */
  key: string;
  connection: string;
}

/** Known boxes and one connection a line; empty lines count for nothing. */
export function readBoxes(chosen: readonly KnownBox[], lines: string): BoxesRead {
  const boxes: Box[] = chosen.map(ofKnown);
  const seen = new Set(chosen.map(({ key }) => key));
  const problems: string[] = [];
  for (const [index, line] of lines.split('\n').entries()) {
    const text = line.trim();
    if (text === '') continue;
    const check = checkConnection(text);
    if (!check.ok) problems.push(messages.groups.line(index + 1, messages.problems[check.problem]));
    else {
      const key = check.kind === 'vast' ? `vast:${check.instanceId}` : `${check.user}@${check.host}:${check.port}`;
      if (seen.has(key)) problems.push(messages.groups.line(index + 1, messages.groups.twice));
      seen.add(key);
      boxes.push({ ssh_connection: text });
    }
  }
  if (problems.length === 0 && boxes.length > MAX_BOXES) problems.push(messages.groups.tooMany(MAX_BOXES));
  return { boxes, problem: problems.length > 0 ? problems.join(' ') : null };
}

// One of Vast may have moved since: its number finds it.
const ofKnown = ({ key, connection }: KnownBox): Box => ({
  ssh_connection: key.startsWith('vast:') ? key.slice('vast:'.length) : connection,
});
